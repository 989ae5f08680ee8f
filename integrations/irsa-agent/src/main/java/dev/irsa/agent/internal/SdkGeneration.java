package dev.irsa.agent.internal;

import java.util.List;

/**
 * A generation of the AWS SDK for Java, and the agent's classes for it. Names are as in class
 * files.
 */
enum SdkGeneration {
  V1(
      "com/amazonaws/",
      "com/amazonaws/auth/",
      "AWSCredentialsProvider",
      "dev/irsa/sdk/v1/IrsaRequestHandler"),
  V2(
      "software/amazon/awssdk/",
      "software/amazon/awssdk/auth/credentials/",
      "AwsCredentialsProvider",
      "dev/irsa/sdk/v2/RejectedCredentialsInterceptor");

  private final String root;
  private final String folder;
  private final String anchor;
  private final String ownGuard;

  SdkGeneration(String root, String folder, String anchor, String ownGuard) {
    this.root = root;
    this.folder = folder;
    this.anchor = anchor;
    this.ownGuard = ownGuard;
  }

  /** Returns what all names of the SDK begin with, unless it is relocated. */
  String root() {
    return root;
  }

  /** Returns the public type of the SDK beside which the agent's classes are defined. */
  String anchor() {
    return folder + anchor;
  }

  /** Returns the class that shows requests to the agent. */
  String guard() {
    return folder + "IrsaAgentGuard";
  }

  /** Returns the class that provides credentials. */
  String provider() {
    return folder + "IrsaAgentCredentialsProvider";
  }

  /** Returns the classes that the agent defines in the class loader of the SDK, in this order. */
  List<String> defined() {
    return this == V1
        ? List.of(guard(), folder + "IrsaAgentException", provider())
        : List.of(guard(), provider());
  }

  /** Returns the class of irsa that guards the clients of this SDK without the agent. */
  String ownGuard() {
    return ownGuard;
  }
}
