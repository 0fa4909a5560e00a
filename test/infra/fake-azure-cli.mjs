// A stand-in for `az` and `azd` on the PATH of the hooks: strict, it knows the calls that they make and fails loudly on
// any other. What it holds, and whom it refuses, stands in the JSON file that AZURE_CLI_STATE names.
import { readFileSync, writeFileSync } from 'node:fs';

const [program, ...args] = process.argv.slice(2);
const file = process.env.AZURE_CLI_STATE;
const state = JSON.parse(readFileSync(file, 'utf8'));
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const words = args.slice(0, args.findIndex((each) => each.startsWith('--')) >>> 0).join(' ');

function end(out = '', { code = 0, error = '' } = {}) {
  writeFileSync(file, JSON.stringify(state));
  if (error !== '') process.stderr.write(`${error}\n`);
  if (out !== '') process.stdout.write(`${out}\n`);
  process.exit(code);
}

state.calls.push(`${program} ${words}`);
if (state.refused.includes(words))
  end('', { code: 1, error: 'ERROR: Insufficient privileges to complete the operation.' });

const parametersOf = () => {
  const text = option('--parameters');
  return JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text);
};
const theApp = () => {
  const found = state.apps.find(({ appId }) => appId === option('--id'));
  if (found === undefined) end('', { code: 3, error: 'ERROR: The resource does not exist.' });
  return found;
};
const makeId = () => `00000000-0000-4000-8000-${String((state.made += 1)).padStart(12, '0')}`;

if (program === 'azd' && /^env set \w+ \S+$/.test(args.join(' '))) {
  state.env[args[2]] = args[3];
  end();
}
switch (words) {
  case 'account show':
    if (state.tenant === undefined) end('', { code: 1, error: "ERROR: Please run 'az login'." });
    if (option('--subscription') === undefined) end(state.tenant);
    if (state.subscriptionTenant === undefined) end('', { code: 1, error: 'ERROR: Subscription not found.' });
    end(state.subscriptionTenant);
    break;
  case 'cloud show':
    end(state.authority);
    break;
  case 'ad app list': {
    const wanted = /^displayName eq '(.+)'$/.exec(option('--filter'))[1];
    end(
      state.apps
        .filter(({ displayName }) => displayName === wanted)
        .map(({ appId }) => appId)
        .join('\n'),
    );
    break;
  }
  case 'ad app create': {
    const app = {
      appId: makeId(),
      displayName: option('--display-name'),
      audience: option('--sign-in-audience'),
      credentials: [],
    };
    state.apps.push(app);
    end(app.appId);
    break;
  }
  case 'ad sp show':
    if (theApp().principal === undefined) end('', { code: 3, error: 'ERROR: The resource does not exist.' });
    end(theApp().principal);
    break;
  case 'ad sp create':
    theApp().principal = makeId();
    end(theApp().principal);
    break;
  case 'ad app federated-credential list': {
    const query = option('--query');
    const value = (field) => new RegExp(`${field}=='([^']+)'`).exec(query)?.[1];
    const audience = /contains\(audiences, '([^']+)'\)/.exec(query)?.[1];
    const found = theApp().credentials.filter(
      (each) =>
        ['name', 'issuer', 'subject'].every(
          (field) => value(field) === undefined || each[field] === value(field),
        ) &&
        (audience === undefined || each.audiences.includes(audience)),
    );
    end(found.map(({ name }) => name).join('\n'));
    break;
  }
  case 'ad app federated-credential create':
    theApp().credentials.push(parametersOf());
    end('{}');
    break;
  case 'ad app federated-credential update': {
    const { credentials } = theApp();
    const at = credentials.findIndex(({ name }) => name === option('--federated-credential-id'));
    credentials[at] = parametersOf();
    end();
    break;
  }
  default:
    end('', { code: 2, error: `ERROR: unknown here: ${program} ${args.join(' ')}` });
}
