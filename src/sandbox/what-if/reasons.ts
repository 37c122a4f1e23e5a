/** Why a policy does not apply, in Graph's words. Source: whatIfAnalysisReasons. */
export type Reason =
  | 'notEnoughInformation'
  | 'users'
  | 'workloadIdentities'
  | 'application'
  | 'userActions'
  | 'authenticationContext'
  | 'devicePlatform'
  | 'clientApps'
  | 'location'
  | 'signInRisk'
  | 'userRisk'
  | 'authenticationFlow'
  | 'emptyPolicy'
  | 'policyNotEnabled';
