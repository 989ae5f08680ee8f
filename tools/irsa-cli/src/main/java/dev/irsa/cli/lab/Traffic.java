package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.testkit.server.RequestRecord;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lab's request log, divided into the pod's streams of calls and its exchanges. Immutable.
 *
 * @param requests the requests, in the order of the responses
 */
record Traffic(List<RequestRecord> requests) {

  /** The exchange of a pod's token at STS. */
  static final String EXCHANGE = "AssumeRoleWithWebIdentity";

  /** A pod's request to the agent of EKS Pod Identity. */
  static final String AGENT_EXCHANGE = "GetCredentials";

  /** The agent's exchange of a pod's token at EKS Auth. */
  static final String AGENT_CALL = "AssumeRoleForPodIdentity";

  private static final Set<String> EXCHANGES = Set.of(EXCHANGE, AGENT_EXCHANGE);
  private static final String CALLER_IDENTITY = "GetCallerIdentity";

  Traffic {
    requests = List.copyOf(requests);
  }

  /** Returns how a request that failed ended, in words. */
  static String failure(RequestRecord request) {
    String code = request.errorCode();
    if (request.status() == 0) {
      return "no response";
    }
    return code == null ? Integer.toString(request.status()) : request.status() + " " + code;
  }

  /** Returns the stream of a request; null if it is an exchange. */
  static @Nullable CallStream streamOf(RequestRecord request) {
    return switch (request.service()) {
      case "s3" -> CallStream.V2_S3;
      case "oidc" -> CallStream.CONTROL;
      default -> callerIdentityStream(request);
    };
  }

  /**
   * Returns the stream of a GetCallerIdentity call. SDK 1.x has no endpoint override, so its calls
   * come through the lab's proxy.
   */
  private static @Nullable CallStream callerIdentityStream(RequestRecord request) {
    if (!request.action().equals(CALLER_IDENTITY)) {
      return null;
    }
    return request.proxied() ? CallStream.V1_STS : CallStream.V2_STS;
  }

  Traffic where(Predicate<RequestRecord> condition) {
    return new Traffic(requests.stream().filter(condition).toList());
  }

  List<RequestRecord> of(CallStream stream) {
    return requests.stream().filter(request -> streamOf(request) == stream).toList();
  }

  /** Returns all calls that need credentials. */
  List<RequestRecord> calls() {
    return requests.stream()
        .filter(
            request -> {
              CallStream stream = streamOf(request);
              return stream != null && stream.needsCredentials();
            })
        .toList();
  }

  long served() {
    return calls().stream().filter(RequestRecord::succeeded).count();
  }

  List<RequestRecord> failedCalls() {
    return calls().stream().filter(request -> !request.succeeded()).toList();
  }

  /** Returns the pod's requests for credentials. */
  List<RequestRecord> exchanges() {
    return requests.stream().filter(request -> EXCHANGES.contains(request.action())).toList();
  }

  boolean hasFailedExchanges() {
    return exchanges().stream().anyMatch(exchange -> !exchange.succeeded());
  }

  /** Returns the requests of the agent to EKS Auth; empty without an agent. */
  List<RequestRecord> agentCalls() {
    return requests.stream().filter(request -> request.action().equals(AGENT_CALL)).toList();
  }

  /** Returns the first exchange that brought each key, oldest first. */
  List<RequestRecord> issues() {
    Set<String> known = new HashSet<>();
    return exchanges().stream()
        .filter(RequestRecord::succeeded)
        .filter(exchange -> known.add(String.valueOf(exchange.accessKeyId())))
        .toList();
  }

  /** Returns the ids of the issued keys, oldest first. */
  List<String> issuedKeys() {
    return keys(exchanges().stream());
  }

  /** Returns the ids of the keys of served calls, in the order of first use. */
  List<String> usedKeys() {
    return keys(calls().stream());
  }

  private static List<String> keys(Stream<RequestRecord> requests) {
    return requests
        .filter(RequestRecord::succeeded)
        .map(RequestRecord::accessKeyId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  static List<CallStream> credentialStreams() {
    return Arrays.stream(CallStream.values()).filter(CallStream::needsCredentials).toList();
  }
}
