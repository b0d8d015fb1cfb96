// The release bundle as a company would host it: over https, with a `config.json` for one of Microsoft's clouds. The host
// names of that cloud lead to the sandbox. No other host can be found, so requests to other hosts fail.
//
//   import { test, expect, CLOUDS } from './fixtures.js';
import { test as base, expect } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { mappedTo } from '../clients/mapped.js';

export { expect };

/** The hosts of each cloud and the tenant's first domain in it, taken from Microsoft's documentation and not from the portal. */
export const CLOUDS = {
  global: {
    login: 'login.microsoftonline.com',
    graph: 'graph.microsoft.com',
    initialDomain: 'contoso.onmicrosoft.com',
    adminCenter: 'entra.microsoft.com',
  },
  usgov: {
    login: 'login.microsoftonline.us',
    graph: 'graph.microsoft.us',
    initialDomain: 'contoso.onmicrosoft.us',
    adminCenter: 'entra.microsoft.us',
  },
  'usgov-dod': {
    login: 'login.microsoftonline.us',
    graph: 'dod-graph.microsoft.us',
    initialDomain: 'contoso.onmicrosoft.us',
    adminCenter: 'entra.microsoft.us',
  },
  china: {
    login: 'login.chinacloudapi.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
    initialDomain: 'contoso.partner.onmschina.cn',
    adminCenter: 'entra.microsoftonline.cn',
  },
};

export const test = base.extend({
  /** The cloud that `config.json` names. Each has its own project in playwright.config.js. */
  cloud: ['global', { scope: 'worker', option: true }],

  sandbox: [
    async ({ cloud }, use) => {
      const tenant = await Tenant.start({ tls: true, cloud });
      await use(tenant);
      await tenant.stop();
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ launchOptions, sandbox, cloud }, use) => {
      const { login, graph } = CLOUDS[cloud];
      const mapped = await mappedTo(sandbox, [login, graph]);
      await use({ ...launchOptions, args: [...launchOptions.args, ...mapped] });
    },
    { scope: 'worker' },
  ],
});
