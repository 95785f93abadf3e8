import { describe, expect, it } from '@jest/globals';
import { readAddress } from './address.js';

describe('the address of a provider', () => {
  it.each([
    ['sms://AC1:token@twilio', 'Twilio', 'AC1', 'token'],
    ['sms://me:key@text-magic', 'Text Magic', 'me', 'key'],
    ['sms://me:key@TELESIGN', 'Telesign', 'me', 'key'],
    ['sms://SENDER:key@MSG91', 'MSG91', 'SENDER', 'key'],
    ['sms://me:key@vonage', 'Vonage', 'me', 'key'],
    ['sms://me:key@mock', 'the mock', 'me', 'key'],
    ['SMS://me:p%40ss%3A@mock', 'the mock', 'me', 'p@ss:'],
    ['sms://me:a@b:/c#d?e@mock', 'the mock', 'me', 'a@b:/c#d?e'],
    ['sms://me:50%@mock', 'the mock', 'me', '50%'],
    [' sms://me:key@mock/ ', 'the mock', 'me', 'key'],
  ])('%s is understood', (text, name, user, secret) => {
    const { provider, ...access } = readAddress(text);
    expect({ name: provider.name, ...access }).toEqual({ name, user, secret });
  });

  it.each([
    ['https://me:hidden@twilio', /of the form sms:/],
    ['twilio', /of the form sms:/],
    ['sms://me:hidden', /of the form sms:/],
    ['sms://hidden@twilio', /of the form sms:/],
    ['sms://me:hidden@carrier-pigeon', /provider carrier-pigeon; known are twilio, text-magic/],
    ['sms://me:hidden@constructor', /provider constructor/],
    ['sms://:hidden@twilio', /user of _APP_SMS_PROVIDER is empty/],
    ['sms://me:@twilio', /secret of _APP_SMS_PROVIDER is empty/],
    ['sms://me:hidden%0d%0aX-Evil:1@text-magic', /secret of _APP_SMS_PROVIDER is empty or holds odd/],
  ])('%s is refused with a reason that shows no secret', (text, reason) => {
    expect(() => readAddress(text)).toThrow(reason);
    expect(() => readAddress(text)).not.toThrow(/hidden/);
  });
});
