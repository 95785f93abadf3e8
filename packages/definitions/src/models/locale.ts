import { boolean, float, integer, model, string } from './fields.js';

export const localeModels = [
  model('locale', [
    string('ip'),
    string('countryCode'),
    string('country'),
    string('continentCode'),
    string('continent'),
    boolean('eu'),
    string('currency', null),
  ]),

  model('country', [string('name'), string('code')]),

  model('continent', [string('name'), string('code')]),

  model('language', [string('name'), string('code'), string('nativeName')]),

  model('currency', [
    string('symbol'),
    string('name'),
    string('symbolNative'),
    integer('decimalDigits'),
    float('rounding'),
    string('code'),
    string('namePlural'),
  ]),

  model('phone', [string('code'), string('countryCode'), string('countryName')]),
];
