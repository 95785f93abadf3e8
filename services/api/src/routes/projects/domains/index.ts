import { createDomain } from './create.js';
import { deleteDomain } from './delete.js';
import { getDomain } from './get.js';
import { listDomains } from './list.js';
import { updateDomainVerification } from './verification/update.js';

export const domainRoutes = [createDomain, listDomains, getDomain, updateDomainVerification, deleteDomain];
