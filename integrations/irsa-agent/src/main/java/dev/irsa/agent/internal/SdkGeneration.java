package dev.irsa.agent.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A generation of the AWS SDK for Java. Names of classes are as in class files. */
enum SdkGeneration {
  V1(
      "com/amazonaws/",
      "auth/DefaultAWSCredentialsProviderChain",
      "com/amazonaws/auth/AWSCredentialsProvider",
      "com/amazonaws/auth/IrsaAgentCredentialsProvider",
      "com/amazonaws/auth/IrsaAgentException"),
  V2(
      "software/amazon/awssdk/",
      "auth/credentials/DefaultCredentialsProvider",
      "software/amazon/awssdk/auth/credentials/AwsCredentialsProvider",
      "software/amazon/awssdk/auth/credentials/IrsaAgentCredentialsProvider",
      null);

  private final String root;
  private final String chain;
  private final String anchor;
  private final String adapter;
  private final @Nullable String exception;

  SdkGeneration(
      String root, String chain, String anchor, String adapter, @Nullable String exception) {
    this.root = root;
    this.chain = chain;
    this.anchor = anchor;
    this.adapter = adapter;
    this.exception = exception;
  }

  /** Returns what all names of the SDK begin with, unless it is relocated. */
  String root() {
    return root;
  }

  /** Returns the name of the default chain, behind the root. */
  String chain() {
    return chain;
  }

  /** Returns the public type of the SDK beside which the adapters are defined. */
  String anchor() {
    return anchor;
  }

  /** Returns the class that the agent defines in the class loader of the SDK. */
  String adapter() {
    return adapter;
  }

  /** Returns the class beside it that shows requests to the agent. */
  String guard() {
    return adapter.substring(0, adapter.lastIndexOf('/') + 1) + "IrsaAgentGuard";
  }

  /** Returns all classes that are defined there, in this order. */
  List<String> defined() {
    return exception == null ? List.of(guard(), adapter) : List.of(guard(), exception, adapter);
  }
}
