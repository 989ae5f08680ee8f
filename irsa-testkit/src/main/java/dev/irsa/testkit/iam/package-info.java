/**
 * IAM as far as web identities need it: OIDC providers, roles, trust policies, issued credentials.
 */
@NullMarked
package dev.irsa.testkit.iam;

import org.jspecify.annotations.NullMarked;
