/**
 * IAM as far as web identities need it: OIDC providers, roles, trust policies, issued credentials.
 * Shared by the testkit, whose package it is by name, and by the doctor.
 */
@NullMarked
package dev.irsa.testkit.iam;

import org.jspecify.annotations.NullMarked;
