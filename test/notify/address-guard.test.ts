// What a receiver's address may be: every way to write an inner address is refused, whatever it resolves to.
import { describe, expect, it, test } from 'vitest';
import { addressKind } from '../../src/notify/address-kind.ts';
import { checkTarget, resolveTarget } from '../../src/notify/target.ts';

describe('an IP address', () => {
  test.each([
    '0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 169.254.0.1 169.254.169.254',
    '172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.7 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255',
    '198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16',
    ':: ::2 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::ffff:7f00:1 ::8.8.8.8 64:ff9b::8.8.8.8',
    '64:ff9b::a00:1 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1',
    '2001:db8::1 2002:a00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0',
    'fec0::1 ff02::1 ff0e::1 4000::1 1::1 2606:4700::1111%1',
    'localhost example.com 1.2.3 1.2.3.4.5 [::1]',
  ])('of %s is other', (addresses) => {
    for (const address of addresses.split(' '))
      expect([address, addressKind(address)]).toEqual([address, 'other']);
  });

  test.each(['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '0::0001'])(
    '%s is loopback',
    (address) => {
      expect(addressKind(address)).toBe('loopback');
    },
  );

  test.each([
    '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255',
    '169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0',
    '168.63.129.15 168.63.129.17 223.255.255.255 2606:4700:4700::1111 2a01:111:f400::1 2001:200::1 2620:fe::fe',
    '2001:db7:ffff::1 2001:db9::1 2003::1 3ffe::1',
  ])('of %s is public', (addresses) => {
    for (const address of addresses.split(' '))
      expect([address, addressKind(address)]).toEqual([address, 'public']);
  });
});

describe('an address', () => {
  const refused = [
    ['no URL', 'prod-12.westeurope.logic.azure.com'],
    ['http', 'http://example.com/'],
    ['another scheme', 'ftp://example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['user and password', 'https://user:pass@example.com/'],
    ['a user that looks like a host', 'https://example.com@10.0.0.1/'],
    ['a bare user', 'https://example.com@8.8.8.8/'],
    ['a private address', 'https://10.0.0.1/'],
    ['one number', 'https://2130706433/'],
    ['octal', 'https://0177.0.0.1/'],
    ['hexadecimal', 'https://0x7f.1/'],
    ['hexadecimal, whole', 'https://0xa9fea9fe/'],
    ['short', 'https://127.1/'],
    ['full-width digits', 'https://１２７.0.0.1/'],
    ['encoded', 'https://%31%30.0.0.1/'],
    ['the metadata service', 'https://169.254.169.254/metadata/instance'],
    ['the wire server', 'https://168.63.129.16/'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback of IPv6', 'https://[::1]/'],
    ['localhost', 'https://localhost/'],
    ['localhost in capitals, with a dot', 'https://LOCALHOST./'],
    ['a name below localhost', 'https://x.localhost/'],
    ['mapped', 'https://[::ffff:127.0.0.1]/'],
    ['unique local', 'https://[fd00::1]/'],
    ['link-local', 'https://[fe80::1]/'],
    ['a private address with a port', 'https://10.0.0.1:8443/'],
    ['unspecified', 'https://0/'],
  ] as const;

  test.each(refused)('%s is refused: %s', (_, address) => {
    expect(checkTarget(address, false)).toHaveProperty('refused');
  });

  test.each([
    'https://example.com/',
    'https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y',
    'https://example.com:8443/hook#part',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://localhost.example.com/',
  ])('%s is allowed', (address) => {
    expect(checkTarget(address, false)).toHaveProperty('target');
    expect(checkTarget(address, true)).toHaveProperty('target');
  });

  it('says why without the address', () => {
    const why = checkTarget('https://s3cret.localhost:8443/s3cret?s3cret', false);

    expect(why).toEqual({ refused: expect.stringContaining('not public') as string });
    expect(JSON.stringify(why)).not.toMatch(/s3cret|8443/);
  });

  describe('in simulator mode', () => {
    test.each([
      'http://127.0.0.1:8080/_sink/x',
      'http://localhost:1/',
      'http://[::1]:1/',
      'https://127.0.0.1/',
    ])('%s is allowed', (address) => expect(checkTarget(address, true)).toHaveProperty('target'));

    test.each([
      'http://example.com/',
      'http://10.0.0.1/',
      'https://10.0.0.1/',
      'http://0.0.0.0/',
      'http://169.254.169.254/',
      'http://127.0.0.1.example/',
      'http://user@127.0.0.1/',
      'ftp://127.0.0.1/',
    ])('%s is refused all the same', (address) => {
      expect(checkTarget(address, true)).toHaveProperty('refused');
    });
  });
});

describe('what a name resolves to', () => {
  test.each<[name: string, addresses: string[], allowed: boolean]>([
    ['public', ['93.184.215.14'], true],
    ['public, of both kinds', ['93.184.215.14', '2606:4700::1111'], true],
    ['private', ['10.0.0.1'], false],
    ['loopback', ['127.0.0.1'], false],
    ['one of them private', ['93.184.215.14', '10.0.0.1'], false],
    ['one of them mapped', ['93.184.215.14', '::ffff:10.0.0.1'], false],
    ['the metadata service', ['169.254.169.254'], false],
    ['nothing', [], false],
  ])('%s', async (_, addresses, allowed) => {
    const resolved = await resolveTarget(targetOf('https://example.com/', false), async () => addresses);

    const refusal = { refused: expect.any(String) as string };
    expect(resolved).toEqual([refusal, { addresses }][Number(allowed)]);
  });

  it('is loopback for simulator mode too, and over http nothing else', async () => {
    const resolve = (addresses: string[]) => async () => addresses;
    const local = targetOf('http://localhost/', true);

    expect(await resolveTarget(local, resolve(['127.0.0.1', '::1']))).toHaveProperty('addresses');
    expect(await resolveTarget(local, resolve(['93.184.215.14']))).toHaveProperty('refused');
    expect(await resolveTarget(local, resolve(['10.0.0.1']))).toHaveProperty('refused');
  });

  it('is not asked of an address', async () => {
    const never = () => Promise.reject(new Error('asked'));

    expect(await resolveTarget(targetOf('https://[2606:4700::1111]/', false), never)).toEqual({
      addresses: ['2606:4700::1111'],
    });
  });

  function targetOf(address: string, simulated: boolean) {
    const checked = checkTarget(address, simulated);
    if ('refused' in checked) throw new Error(checked.refused);
    return checked.target;
  }
});
