export { type CookieOptions, readCookie, writeCookie } from './cookies.js';
export { type ErrorBody, errorBody, errorReply } from './errors.js';
export { parseFields } from './fields.js';
export { type InjectOptions, makeRequest, replyJson } from './inject.js';
export { type Handler, type Listener, listen, send, type UpgradeHandler } from './listener.js';
export {
  body,
  checkParams,
  type Param,
  type Params,
  type ParamValues,
  path,
  query,
  type RequiredParam,
} from './params.js';
export { type BodyFields, fromIncoming, type HttpRequest, parseBody, type Reply } from './request.js';
export { type Match, Router } from './router.js';
export { type JsonSchema, type Rule, type RuleContext, RuleError, refuse } from './rule.js';
export * as rules from './rules.js';
export { type Sender, type SenderSource, senderOf, TrustedProxies } from './sender.js';
export { shape } from './shape.js';
