import type { Translation } from '../texts.js';

const hello = '{{#if name}}{{name}}，{{/if}}您好：';
const closing = { thanks: '非常感谢', signature: '{{project}} 团队' };

export const zhCn: Translation = {
  direction: 'ltr',
  sender: '{{project}} 团队',
  mails: {
    recovery: {
      subject: '设置新密码',
      hello,
      body: '有人（很可能是您本人）忘记了您在 {{project}} 的账户密码。打开此链接即可另设一个：',
      footer: '链接只能使用一次，一小时内有效。不是您本人？请不必理会，一切保持原样。',
      ...closing,
    },
    verification: {
      subject: '这是您的邮箱吗？',
      hello,
      body: '请打开此链接，让我们知道您能在此收到邮件：',
      footer: '您没有提出过此请求？请不必理会，该地址将保持未确认。',
      ...closing,
    },
    magicSession: {
      subject: '您的登录链接',
      hello,
      body: '打开此链接，无需密码即可登录：',
      footer: '链接只能使用一次。您并不想登录？请不必理会，也不要把链接给任何人看。',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} 邀请您：{{project}} 的 {{team}}',
      hello,
      body: '{{owner}} 希望您成为 {{project}} 中 {{team}} 团队的一员。打开此链接即可加入：',
      footer: '不想加入？请不必理会，邀请会自动过期。',
      ...closing,
    },
    certificate: {
      subject: '未能取得 {{domain}} 的证书',
      hello,
      body: '为 {{domain}} 申请证书的第 {{attempt}} 次尝试失败：{{error}} 相关域名：',
      footer: '在问题解决之前，旧证书一旦过期，浏览器就会向访问者发出警告。',
      ...closing,
    },
  },
};
