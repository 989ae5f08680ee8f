package com.example;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.STSAssumeRoleWithWebIdentitySessionCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
import java.util.List;

/** Makes credentials in all the ways of SDK 1.x. */
class OldCart {

  static List<AWSCredentialsProvider> providers() {
    String role = System.getenv("AWS_ROLE_ARN");
    AWSCredentialsProvider first = DefaultAWSCredentialsProviderChain.getInstance();
    AWSCredentialsProvider second = WebIdentityTokenCredentialsProvider.create();
    AWSCredentialsProvider third =
        new STSAssumeRoleWithWebIdentitySessionCredentialsProvider.Builder(
                role, "cart", System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"))
            .build();
    return List.of(first, second, third, new DefaultAWSCredentialsProviderChain());
  }
}
