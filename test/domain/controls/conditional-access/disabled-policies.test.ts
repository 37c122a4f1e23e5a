import { disabledPolicies } from '../../../../src/domain/controls/conditional-access/disabled-policies.js';
import { describeExclusionControl } from './describe-exclusion-control.js';

describeExclusionControl(disabledPolicies, 'disabled', 'warn');
