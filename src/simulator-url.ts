// Where a simulated Azure may stand: on this machine alone, and never under an app that runs in Azure.

export const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** What is wrong with it, as a sentence without the value; undefined where nothing is. */
export function checkSimulatorUrl(value: string, siteName: string | undefined): string | undefined {
  if (siteName !== undefined && siteName !== '') return 'is refused in Azure (WEBSITE_SITE_NAME is set)';
  if (!URL.canParse(value)) return 'must be a URL such as http://127.0.0.1:8080';
  const url = new URL(value);
  if (url.protocol !== 'http:') return 'must begin with http://';
  if (!LOOPBACK.test(url.hostname)) return 'must be a loopback address (127.0.0.0/8, localhost or [::1])';
  const bare =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return bare ? undefined : 'must have no path, query or user';
}
