import Handlebars from 'handlebars';

export interface FrameValues {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly subject: string;
  readonly hello: string;
  readonly body: string;
  readonly redirect: string;
  readonly footer: string;
  readonly thanks: string;
  readonly signature: string;
}

/**
 * The HTML part of every mail; each value is escaped. Styles stand in the elements because mail programs drop style
 * sheets, and the link stands as text too, for those who do not click on what a mail shows them.
 */
export const frame: (values: FrameValues) => string = Handlebars.compile(`<!doctype html>
<html lang="{{language}}" dir="{{direction}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{subject}}</title>
</head>
<body style="margin: 0; padding: 32px 16px; background: #f7f7f7; color: #000000; direction: {{direction}};
  font: 16px/1.5 system-ui, 'Segoe UI', Roboto, Arial, sans-serif">
<div style="max-width: 560px; margin: 0 auto; padding: 32px; background: #ffffff; border-radius: 8px">
<h1 style="margin: 0 0 24px; font-size: 20px">{{subject}}</h1>
<p>{{hello}}</p>
<p>{{body}}</p>
<p dir="ltr"><a href="{{redirect}}" style="word-break: break-all">{{redirect}}</a></p>
<p>{{footer}}</p>
<p>{{thanks}}<br>{{signature}}</p>
</div>
</body>
</html>
`);
