import { boolean, datetime, integer, meta, model, string, strings } from './fields.js';

export const storageModels = [
  model('file', [
    string('$id'),
    string('bucketId'),
    datetime('$createdAt'),
    datetime('$updatedAt'),
    strings('$permissions'),
    string('name'),
    string('signature'),
    string('mimeType'),
    integer('sizeOriginal'),
    integer('chunksTotal'),
    integer('chunksUploaded'),
  ]),

  model('bucket', [
    ...meta,
    strings('$permissions'),
    boolean('fileSecurity'),
    string('name'),
    boolean('enabled', true),
    integer('maximumFileSize'),
    strings('allowedFileExtensions'),
    string('compression'),
    boolean('encryption', true),
    boolean('antivirus', true),
  ]),
];
