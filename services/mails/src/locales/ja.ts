import type { Translation } from '../texts.js';

const hello = '{{#if name}}{{name}} 様{{else}}こんにちは{{/if}}';
const closing = { thanks: 'よろしくお願いいたします', signature: '{{project}} チーム' };

export const ja: Translation = {
  direction: 'ltr',
  sender: '{{project}} チーム',
  mails: {
    recovery: {
      subject: '新しいパスワードの設定',
      hello,
      body: '{{project}} のアカウントのパスワードを忘れたとの連絡がありました。おそらくご本人からのものです。次のリンクから別のパスワードを設定できます。',
      footer: 'リンクは 1 時間以内に 1 回だけ使えます。お心当たりがなければ、何もしないでください。何も変わりません。',
      ...closing,
    },
    verification: {
      subject: 'このメールアドレスはあなたのものですか？',
      hello,
      body: 'ここにメールが届いていることを、次のリンクを開いてお知らせください。',
      footer: 'お心当たりがなければ、何もしないでください。アドレスは未確認のままになります。',
      ...closing,
    },
    magicSession: {
      subject: 'ログイン用のリンク',
      hello,
      body: '次のリンクを開くと、パスワードなしでログインできます。',
      footer: 'リンクは 1 回だけ使えます。お心当たりがなければ何もせず、リンクを誰にも見せないでください。',
      ...closing,
    },
    invitation: {
      subject: '{{owner}} さんからの招待: {{project}} の {{team}}',
      hello,
      body: '{{owner}} さんが、{{project}} のチーム {{team}} にあなたを招いています。次のリンクから参加できます。',
      footer: '参加しない場合は、何もしないでください。招待は期限が来ると無効になります。',
      ...closing,
    },
    certificate: {
      subject: '{{domain}} の証明書を取得できませんでした',
      hello,
      body: '{{domain}} の証明書を取得する {{attempt}} 回目の試みに失敗しました: {{error}} 対象のドメインは次のとおりです。',
      footer: 'このままでは、古い証明書の期限が切れた後、訪問者のブラウザーに警告が表示されます。',
      ...closing,
    },
  },
};
