/**
 * What Microsoft Entra itself says a Conditional Access policy would do: answers of the What If evaluation, one for each
 * sign-in that was imagined. It confirms what policy-applicability.ts computes; neither replaces the other.
 */

/** The imagined sign-in. What is not named here was left out of the request. */
export interface WhatIfScenario {
  /** Application ID, or a keyword such as `All` or `MicrosoftAdminPortals`. */
  readonly application: string;
  /** `browser`, `mobileAppsAndDesktopClients`, `exchangeActiveSync`, `other`. */
  readonly clientAppType: string;
  /** `windows`, `macOS`, `iOS`, `android`, `linux`. */
  readonly devicePlatform: string;
  /** `none`, `low`, `medium`, `high`. */
  readonly signInRiskLevel: string;
  readonly userRiskLevel: string;
  /** ISO 3166 two-letter code. */
  readonly country: string;
}

/** `whatIfAnalysisResult` of one policy. */
export interface WhatIfResult {
  readonly policyId: string;
  readonly policyName: string;
  readonly policyApplies: boolean;
  /** Why not, in Graph's words, for example `users`, `notEnoughInformation`. */
  readonly analysisReasons: readonly string[];
}

export interface WhatIfAnswer {
  readonly scenario: WhatIfScenario;
  readonly results: readonly WhatIfResult[];
}
