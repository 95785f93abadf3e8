/** Every method that the official libraries have for users, teams, projects and databases, and what it must give. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as Node from 'node-appwrite';
import { Console, noted, openBrowser, refused, Web } from './clients.js';
import { useDocuments, useFigures, useServerLibrary } from './databases.js';
import { profiles, type Stack, startStack } from './stack.js';

describe.each(profiles)('management through the official libraries (%s)', (profile) => {
  let stack: Stack;
  const admin = openBrowser();
  const email = `keeper${Math.random().toString(36).slice(2, 8)}@example.test`;
  let projectId = '';
  let key = '';

  beforeAll(async () => {
    stack = await startStack(profile, {
      env: { _APP_SMTP_HOST: '127.0.0.1', _APP_DOMAIN_TARGET: 'cname.example.com' },
    });
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
  }, 60_000);

  const server = () => new Node.Client().setEndpoint(stack.endpoint).setProject(projectId).setKey(key);

  it('projects, by the console library', async () => {
    await admin.as(async () => {
      const client = new Console.Client().setEndpoint(stack.endpoint).setProject('console');
      const account = new Console.Account(client);
      await account.create('unique()', email, 'a long password', 'Keeper');
      await account.createEmailSession(email, 'a long password');
      const team = await new Console.Teams(client).create('unique()', 'Makers');
      const { service: projects, missing } = noted(new Console.Projects(client));
      const project = await projects.create('unique()', 'Shop', team.$id, 'default');
      projectId = project.$id;
      expect((await projects.update(projectId, 'Book shop', 'Sells books')).description).toBe('Sells books');
      expect((await projects.list()).projects.map(({ $id }) => $id)).toContain(projectId);

      expect((await projects.updateAuthDuration(projectId, 3600)).authDuration).toBe(3600);
      expect((await projects.updateAuthLimit(projectId, 50)).authLimit).toBe(50);
      expect((await projects.updateAuthSessionsLimit(projectId, 5)).authSessionsLimit).toBe(5);
      expect((await projects.updateAuthPasswordHistory(projectId, 3)).authPasswordHistory).toBe(3);
      expect((await projects.updateAuthPasswordDictionary(projectId, true)).authPasswordDictionary).toBe(true);
      expect((await projects.updateAuthStatus(projectId, 'phone', false)).authPhone).toBe(false);
      expect((await projects.updateServiceStatus(projectId, 'avatars', false)).serviceStatusForAvatars).toBe(false);
      const { providers } = await projects.updateOAuth2(projectId, 'github', 'an id', 'a secret', true);
      expect(providers.find(({ name }) => name === 'Github')).toMatchObject({ appId: 'an id', enabled: true });

      const nouns = ['users', 'teams', 'databases', 'collections', 'documents'];
      const scopes = nouns.flatMap((noun) => [`${noun}.read`, `${noun}.write`]);
      const made = await projects.createKey(projectId, 'Server', scopes);
      key = made.secret;
      expect((await projects.getKey(projectId, made.$id)).secret).toBe(key);
      expect((await projects.updateKey(projectId, made.$id, 'Servers', scopes)).name).toBe('Servers');
      const spare = await projects.createKey(projectId, 'Spare', []);
      await projects.deleteKey(projectId, spare.$id);
      expect((await projects.listKeys(projectId)).total).toBe(1);

      const platform = await projects.createPlatform(projectId, 'web', 'Site', undefined, undefined, 'localhost');
      const renamed = await projects.updatePlatform(projectId, platform.$id, 'Page', undefined, undefined, 'app.test');
      expect((await projects.getPlatform(projectId, platform.$id)).hostname).toBe(renamed.hostname);
      expect((await projects.listPlatforms(projectId)).total).toBe(1);

      const hook = await projects.createWebhook(projectId, 'Hook', ['users.*'], 'https://example.com/a', true);
      const changed = await projects.updateWebhook(
        projectId,
        hook.$id,
        'Hook',
        ['teams.*'],
        'https://example.com/b',
        false,
      );
      expect(changed.signatureKey).toBe(hook.signatureKey);
      const signed = await projects.updateWebhookSignature(projectId, hook.$id);
      expect(signed.signatureKey).not.toBe(hook.signatureKey);
      expect((await projects.getWebhook(projectId, hook.$id)).events).toEqual(['teams.*']);
      expect((await projects.listWebhooks(projectId)).total).toBe(1);
      await projects.deleteWebhook(projectId, hook.$id);

      const domain = await projects.createDomain(projectId, 'api.plinth-no-such-name.com');
      expect((await projects.getDomain(projectId, domain.$id)).registerable).toBe('plinth-no-such-name.com');
      expect((await projects.listDomains(projectId)).total).toBe(1);
      expect(await refused(projects.updateDomainVerification(projectId, domain.$id))).toBe(
        'domain_verification_failed',
      );
      await projects.deleteDomain(projectId, domain.$id);

      expect((await projects.getUsage(projectId, '24h')).range).toBe('24h');
      const whole = await projects.get(projectId);
      expect(whole).toMatchObject({ authLimit: 50, authPhone: false, name: 'Book shop', domains: [], webhooks: [] });
      await projects.deletePlatform(projectId, platform.$id);
      const gone = await projects.create('unique()', 'Gone', team.$id, 'default');
      expect(await refused(projects.delete(gone.$id, 'not the password'))).toBe('user_invalid_credentials');
      await projects.delete(gone.$id, 'a long password');
      expect(await refused(projects.get(gone.$id))).toBe('project_not_found');
      expect(missing()).toEqual([]);
    });
  });

  it('users, by the server library', async () => {
    const { service: users, missing } = noted(new Node.Users(server()));
    const ann = await users.create('ann', 'Ann@example.test', '+4912345678', 'a password of ann', 'Ann');
    expect(ann.email).toBe('ann@example.test');
    const md5 = createHash('md5').update('a password of bob').digest('hex');
    const sha = createHash('sha256').update('a password of cid').digest('hex');
    expect((await users.createMD5User('bob', 'bob@example.test', md5)).hash).toBe('md5');
    expect((await users.createSHAUser('cid', 'cid@example.test', sha, 'sha256')).hash).toBe('sha');
    const encoded = '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A';
    expect((await users.createArgon2User('dan', 'dan@example.test', encoded)).hash).toBe('argon2');
    const bcrypt = '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkY8jIucDrjc8deX1s.';
    expect((await users.createBcryptUser('eve', 'eve@example.test', bcrypt)).hash).toBe('bcrypt');
    const phpass = '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0';
    expect((await users.createPHPassUser('fay', 'fay@example.test', phpass)).hash).toBe('phpass');
    const scrypt = await users.createScryptUser('gus', 'gus@example.test', 'ab'.repeat(32), 'salt', 8, 4, 1, 32);
    expect(scrypt.hash).toBe('scrypt');
    const firebase = await users.createScryptModifiedUser(
      'hal',
      'hal@example.test',
      'c29tZXRoaW5n',
      'YQ==',
      'Yg==',
      'Yw==',
    );
    expect(firebase.hash).toBe('scryptMod');
    expect((await users.list([Node.Query.limit(3)], 'example.test')).total).toBe(8);

    const signIn = (address: string, password: string) => {
      const account = new Web.Account(new Web.Client().setEndpoint(stack.endpoint).setProject(projectId));
      return openBrowser().as(() => account.createEmailSession(address, password));
    };
    await signIn('bob@example.test', 'a password of bob');
    await signIn('cid@example.test', 'a password of cid');
    const jwt = await openBrowser().as(async () => {
      const account = new Web.Account(new Web.Client().setEndpoint(stack.endpoint).setProject(projectId));
      await account.createEmailSession('cid@example.test', 'a password of cid');
      return (await account.createJWT()).jwt;
    });
    const asCid = new Node.Client().setEndpoint(stack.endpoint).setProject(projectId).setJWT(jwt);
    expect((await new Node.Account(asCid).get()).email).toBe('cid@example.test');
    expect((await users.get('bob')).hash).toBe('argon2');

    expect((await users.updateName('ann', 'Anna')).name).toBe('Anna');
    expect((await users.updateEmail('ann', 'anna@example.test')).emailVerification).toBe(false);
    expect((await users.updatePhone('ann', '+4987654321')).phone).toBe('+4987654321');
    expect((await users.updateEmailVerification('ann', true)).emailVerification).toBe(true);
    expect((await users.updatePhoneVerification('ann', true)).phoneVerification).toBe(true);
    await users.updatePassword('ann', 'another password of ann');
    await users.updatePrefs('ann', { theme: 'dark' });
    expect(await users.getPrefs('ann')).toEqual({ theme: 'dark' });
    const session = await signIn('anna@example.test', 'another password of ann');
    expect((await users.listSessions('ann')).total).toBe(1);
    await users.deleteSession('ann', session.$id);
    await signIn('anna@example.test', 'another password of ann');
    await users.deleteSessions('ann');
    expect((await users.listSessions('ann')).total).toBe(0);
    expect((await users.updateStatus('ann', false)).status).toBe(false);
    expect(await refused(signIn('anna@example.test', 'another password of ann'))).toBe('user_blocked');
    expect((await users.listLogs('ann', [Node.Query.limit(5)])).logs.length).toBeLessThanOrEqual(5);
    expect((await users.listMemberships('ann')).total).toBe(0);
    await users.delete('hal');
    expect(await refused(users.get('hal'))).toBe('user_not_found');
    expect(missing()).toEqual([]);
  });

  it('teams, by the server library', async () => {
    const { service: teams, missing } = noted(new Node.Teams(server()));
    const red = await teams.create('red', 'Red');
    expect(red.total).toBe(0);
    const url = 'http://localhost/join';
    const bob = await teams.createMembership('red', ['editor'], url, undefined, 'bob');
    expect(bob).toMatchObject({ confirm: true, userEmail: 'bob@example.test', teamName: 'Red' });
    await teams.createMembership('red', ['owner'], url, 'cid@example.test');
    expect((await teams.get('red')).total).toBe(2);
    expect((await teams.updateName('red', 'Crimson')).name).toBe('Crimson');
    expect((await teams.updateMembershipRoles('red', bob.$id, ['reader'])).roles).toEqual(['reader']);
    expect((await teams.getMembership('red', bob.$id)).teamName).toBe('Crimson');
    expect((await teams.listMemberships('red')).total).toBe(2);
    await teams.updatePrefs('red', { colour: 'crimson' });
    expect(await teams.getPrefs('red')).toEqual({ colour: 'crimson' });
    // Invitations are for people: a key has no scope to accept one.
    const accepted = await refused(teams.updateMembershipStatus('red', bob.$id, 'bob', 'no secret'));
    expect(accepted).toBe('general_unauthorized_scope');
    await teams.deleteMembership('red', bob.$id);
    expect((await teams.get('red')).total).toBe(1);
    expect((await teams.list([], 'crim')).total).toBe(1);
    await teams.delete('red');
    expect(await refused(teams.get('red'))).toBe('team_not_found');
    expect(missing()).toEqual([]);
  });

  it('databases, by the server library', async () => {
    await useServerLibrary(server());
  });

  it('documents with relations, by the web library', async () => {
    const { databaseId } = await useDocuments.given(server());
    await openBrowser().as(async () => {
      const client = new Web.Client().setEndpoint(stack.endpoint).setProject(projectId);
      const account = new Web.Account(client);
      await account.createEmailSession('bob@example.test', 'a password of bob');
      await useDocuments.by(client, databaseId);
    });
  });

  it('logs and figures of databases, by the console library', async () => {
    await admin.as(async () => {
      const client = new Console.Client().setEndpoint(stack.endpoint).setProject(projectId).setMode('admin');
      await useFigures(client);
    });
  });
});
