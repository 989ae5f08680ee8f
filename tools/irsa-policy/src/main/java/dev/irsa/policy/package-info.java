/**
 * IAM as far as web identities need it: OIDC providers, roles, trust policies, issued credentials.
 * Shared by the testkit and the doctor.
 */
@NullMarked
package dev.irsa.policy;

import org.jspecify.annotations.NullMarked;
