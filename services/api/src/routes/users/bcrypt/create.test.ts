import { importScenarios } from '../imports.js';
import { createBcryptUser } from './create.js';

importScenarios(createBcryptUser, {
  hash: 'bcrypt',
  plain: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
  password: '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
});
