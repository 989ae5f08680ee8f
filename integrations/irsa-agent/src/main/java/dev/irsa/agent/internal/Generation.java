package dev.irsa.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A generation of the AWS SDK for Java. */
enum Generation {
  V1(
      "com/amazonaws/",
      "auth/DefaultAWSCredentialsProviderChain",
      "com.amazonaws.auth.AWSCredentialsProvider",
      "com.amazonaws.auth.IrsaAgentCredentialsProvider",
      "com.amazonaws.auth.IrsaAgentException"),
  V2(
      "software/amazon/awssdk/",
      "auth/credentials/DefaultCredentialsProvider",
      "software.amazon.awssdk.auth.credentials.AwsCredentialsProvider",
      "software.amazon.awssdk.auth.credentials.IrsaAgentCredentialsProvider",
      null);

  private final String root;
  private final String chain;
  private final String anchor;
  private final String adapter;
  private final @Nullable String exception;

  Generation(String root, String chain, String anchor, String adapter, @Nullable String exception) {
    this.root = root;
    this.chain = chain;
    this.anchor = anchor;
    this.adapter = adapter;
    this.exception = exception;
  }

  /** Returns the generation of the agent's class beside an SDK. */
  static Generation ofAdapter(Class<?> adapter) {
    return adapter.getName().equals(V1.adapter()) ? V1 : V2;
  }

  /** Returns the generation whose default chain a class is, relocated or not, or null. */
  static @Nullable Generation ofChain(String name) {
    for (Generation generation : values()) {
      if (name.endsWith(generation.chain)) {
        return generation;
      }
    }
    return null;
  }

  /** Returns the public type of the SDK beside which the adapters are defined. */
  String anchor() {
    return anchor;
  }

  /** Returns the class that is defined in the class loader of the SDK, and called there. */
  String adapter() {
    return adapter;
  }

  /** Returns all classes that are defined there, in this order. */
  List<String> defined() {
    return exception == null ? List.of(adapter) : List.of(exception, adapter);
  }

  /** Returns whether the constants of the default chain have the name of a class. */
  boolean chainRefersTo(String name, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(root + chain + ".class")) {
      return in != null
          && new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is wrong with a copy of the SDK whose default chain has this name, or null. */
  @Nullable String problem(ClassLoader loader, String chainName, Situation situation) {
    if (!chainName.equals(root + chain)) {
      return chainName.replace('/', '.') + " is a relocated copy of the SDK, out of reach";
    }
    for (Seam seam : Seam.values()) {
      if (seam.generation() == this
          && !seam.replacements(situation, loader).isEmpty()
          && loader.getResource(seam.resource()) == null) {
        return seam.className() + " is missing";
      }
    }
    return null;
  }
}
