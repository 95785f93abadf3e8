/** Languages, countries, continents and currencies that the locale routes list, in the order of the contract. */

const codes = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Languages that names and mails can be asked for in. */
export const localeCodes: readonly string[] = codes(`
  af ar as az be bg bh bn bs ca cs da de en eo es fa fi fo fr el ga gu he hi hr hu hy id is it ja jv kn km ko la
  lb lt lv ml mr ms nb nl nn ne or tl pl pt-br pt-pt pa ro ru sa sd si sk sl sn sq sv ta te th tr uk ur vi zh-cn
  zh-tw
`);

/** Countries with their dialling code. */
export const diallingCodes: ReadonlyMap<string, string> = new Map(
  codes(`
  AF:93 AO:244 AL:355 AD:376 AE:971 AR:54 AM:374 AG:1268 AU:61 AT:43 AZ:994 BI:257 BE:32 BJ:229 BF:226 BD:880
  BG:359 BH:973 BS:1242 BA:387 BY:375 BZ:501 BO:591 BR:55 BB:1246 BN:673 BT:975 BW:267 CF:236 CA:1 CH:41 CL:56
  CN:86 CI:225 CM:237 CD:243 CG:242 CO:57 KM:269 CV:238 CR:506 CU:53 CY:357 CZ:420 DE:49 DJ:253 DM:1767 DK:45
  DO:1809 DZ:213 EC:593 EG:20 ER:291 ES:34 EE:372 ET:251 FI:358 FJ:679 FR:33 FM:691 GA:241 GB:44 GE:995 GH:233
  GN:224 GM:220 GW:245 GQ:240 GR:30 GD:1473 GT:502 GY:592 HN:504 HR:385 HT:509 HU:36 ID:62 IN:91 IE:353 IR:98
  IQ:964 IS:354 IL:972 IT:39 JM:1876 JO:962 JP:81 KZ:76 KE:254 KG:996 KH:855 KI:686 KN:1869 KR:82 KW:965 LA:856
  LB:961 LR:231 LY:218 LC:1758 LI:423 LK:94 LS:266 LT:370 LU:352 LV:371 MA:212 MC:377 MD:373 MG:261 MV:960 MX:52
  MH:692 MK:389 ML:223 MT:356 MM:95 ME:382 MN:976 MZ:258 MR:222 MU:230 MW:265 MY:60 NA:264 NE:227 NG:234 NI:505
  NL:31 NO:47 NP:977 NR:674 NZ:64 OM:968 PK:92 PA:507 PE:51 PH:63 PW:680 PG:675 PL:48 KP:850 PT:351 PY:595 QA:974
  RO:40 RU:7 RW:250 SA:966 SD:249 SN:221 SG:65 SB:677 SL:232 SV:503 SM:378 SO:252 RS:381 SS:211 ST:239 SR:597
  SK:421 SI:386 SE:46 SZ:268 SC:248 SY:963 TD:235 TG:228 TH:66 TJ:992 TM:993 TL:670 TO:676 TT:1868 TN:216 TR:90
  TV:688 TZ:255 UG:256 UA:380 UY:598 US:1 UZ:998 VA:379 VC:1784 VE:58 VN:84 VU:678 WS:685 YE:967 ZA:27 ZM:260
  ZW:263
`).map((pair): [string, string] => [pair.slice(0, 2), pair.slice(3)]),
);

/** Members of the European Union. */
export const euCountries: readonly string[] = codes(`
  AT BE HR BG CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE
`);

/** Continents with the region by which tables of names know them: numbers of the UN, but for Antarctica a country. */
export const continents: Readonly<Record<string, string>> = {
  AF: '002',
  AN: 'AQ',
  AS: '142',
  EU: '150',
  NA: '003',
  OC: '009',
  SA: '005',
};

export const currencyCodes: readonly string[] = codes(`
  USD EUR GBP CAD AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BIF BND BOB BRL BWP BYR BZD CDF CHF CLP CNY COP CRC
  CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB GEL GHS GNF GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
  KHR KMF KRW KWD KZT LKR LTL LVL LYD MAD MDL MGA MKD MMK MOP MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
  PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SDG SEK SGD SOS SYP THB TND TOP TRY TTD TWD TZS UAH UGX UYU UZS VEF VND
  XAF XOF YER ZAR ZMK
`);

/** Languages by ISO 639-1. */
export const languageCodes: readonly string[] = codes(`
  aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
  eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
  jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na
  nb nd ne ng nl nn nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so
  sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
`);
