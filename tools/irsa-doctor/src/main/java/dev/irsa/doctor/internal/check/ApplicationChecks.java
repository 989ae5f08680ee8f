package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.Artifact;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.file.ResolvedPath;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.JavaAgent;
import dev.irsa.doctor.internal.probe.NetworkStage;
import java.io.IOException;
import java.net.URL;
import java.security.Security;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Causes in the JVM and the class path of the application. */
final class ApplicationChecks {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String CORE_CLASS = "dev/irsa/IrsaCredentials.class";
  private static final String ADDRESS_TTL = "sun.net.inetaddr.ttl";

  private ApplicationChecks() {}

  /** IRSA-25: the JVM or its class path stands in the way. */
  static Finding jvm(PodEvidence pod, ExchangeEvidence exchange) {
    ClassPath classPath = pod.classPath;
    Finding found = classPath == null ? null : mixed(classPath);
    if (found == null && pod.examined.ownProcess()) {
      found = inside(pod, exchange);
    }
    if (found == null) {
      found = properties(pod.examined);
    }
    if (found != null) {
      return found;
    }
    if (classPath == null && !pod.examined.ownProcess()) {
      return Finding.skip("needs --classpath, or IrsaDoctor.report() inside the application");
    }
    return Finding.pass(
        "one version of each SDK"
            + (pod.examined.ownProcess() ? "; trust store and address cache are right" : ""));
  }

  private static @Nullable Finding mixed(ClassPath classPath) {
    for (SdkRules rules : SdkRules.ALL) {
      List<Artifact> sdk = rules.in(classPath);
      if (sdk.stream().map(Artifact::version).distinct().count() > 1) {
        return Finding.fail(
            "several versions of "
                + rules.title()
                + ": "
                + sdk.stream().map(Artifact::toString).distinct().collect(Collectors.joining(", ")),
            "Align them with the SDK's BOM, and remove copies in uber jars: the first one on the class"
                + " path wins, and its methods may be missing in the others.");
      }
      if (classPath.hasAny(rules.adapter()) && classPath.hasAny(rules.adapterBundle())) {
        return Finding.warn(
            "the thin jar of irsa and its bundle are both on the class path",
            "Remove one of them.");
      }
    }
    return null;
  }

  /** Judges what the options of JVMs set, which shows from outside, too. */
  private static @Nullable Finding properties(ExaminedPod pod) {
    String store = pod.property(TRUST_STORE);
    boolean isMissing =
        store != null
            && store.startsWith("/")
            && pod.files().follow(store).end() == ResolvedPath.End.MISSING;
    if (isMissing) {
      return Finding.fail(
          "the JVM's trust store %s (%s) does not exist, so the JVM trusts no server"
              .formatted(store, option(pod, TRUST_STORE)),
          "Mount it at that path, or remove the option.");
    }
    String set = pod.property(ADDRESS_TTL);
    String seconds = pod.ownProcess() ? addressTtl() : set;
    return seconds == null || !seconds.startsWith("-")
        ? null
        : Finding.warn(
            "%s is %s: addresses of AWS, which change, are cached forever"
                .formatted(
                    seconds.equals(set)
                        ? ADDRESS_TTL + " (" + option(pod, ADDRESS_TTL) + ")"
                        : "networkaddress.cache.ttl",
                    seconds),
            "Set networkaddress.cache.ttl=60 in java.security, or remove the option.");
  }

  /** Returns where a system property is set. */
  private static String option(ExaminedPod pod, String property) {
    return Objects.requireNonNullElse(pod.optionsWith(property), "a system property");
  }

  private static @Nullable Finding inside(PodEvidence pod, ExchangeEvidence exchange) {
    String store = pod.examined.property(TRUST_STORE);
    if (distrustsAws(pod, exchange)) {
      return Finding.fail(
              "this JVM does not trust "
                  + UnreachedServer.issuer(exchange.sts.reached.get())
                  + ", which issues the certificates of AWS"
                  + (store == null ? "" : "; its trust store is " + store),
              "Use a current JDK, or add Amazon's root certificates to the trust store"
                  + " (javax.net.ssl.trustStore).")
          .in(Step.NETWORK);
    }
    Set<String> copies = copies();
    if (copies.size() > 1) {
      return Finding.warn(
          "class loaders of this JVM know %s copies of irsa, which do not share sessions: %s"
              .formatted(copies.size(), String.join(", ", copies)),
          "Put irsa into one place that all applications of this JVM share.");
    }
    return null;
  }

  /** Returns how long addresses are cached ({@code networkaddress.cache.ttl}), or null. */
  private static @Nullable String addressTtl() {
    String ttl = Security.getProperty("networkaddress.cache.ttl");
    return ttl == null || ttl.isBlank() ? System.getProperty("sun.net.inetaddr.ttl") : ttl.strip();
  }

  /**
   * Returns the places from which class loaders of this JVM can load the library. Copies from
   * different places do not share sessions.
   */
  private static Set<String> copies() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(ApplicationChecks.class.getClassLoader());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
    }
    Set<String> places = new LinkedHashSet<>();
    for (ClassLoader loader : loaders) {
      try {
        for (URL place : Collections.list(loader.getResources(CORE_CLASS))) {
          places.add(place.toString());
        }
      } catch (IOException e) {
        // A closed loader cannot load the library either.
      }
    }
    return places;
  }

  /** Returns whether this JVM is the examined one, and does not trust the authority of AWS. */
  static boolean distrustsAws(PodEvidence pod, ExchangeEvidence exchange) {
    return pod.examined.ownProcess()
        && exchange.sts.reached.is(
            result ->
                !result.isAnswered()
                    && result.stage() == NetworkStage.TLS
                    && UnreachedServer.issuer(result).contains("O=Amazon"));
  }

  /** IRSA-26: the Java agent of irsa is not where the JVM looks for it. */
  static Finding javaAgent(PodEvidence pod) {
    JavaAgent agent = pod.javaAgent;
    if (agent == null) {
      return Finding.skip("JAVA_TOOL_OPTIONS does not name irsa-agent.jar");
    }
    // The directory in which a relative path begins is not known here.
    if (agent.jar().startsWith("/")
        && pod.examined.files().follow(agent.jar()).end() == ResolvedPath.End.MISSING) {
      return Finding.fail(
          "%s names %s, which does not exist: the JVM does not start"
              .formatted(agent.variable(), agent.jar()),
          "Mount a volume with irsa-agent.jar at that path, or copy it into the image.");
    }
    return Finding.pass(agent.jar() + " (" + agent.variable() + ")");
  }

  /** POD-04: the SDK is too old for Pod Identity. */
  static Finding podIdentitySdk(IdentityEvidence identity, PodEvidence pod) {
    identity.requireContainer();
    ClassPath classPath = pod.classPath;
    if (classPath == null) {
      return Finding.skip("needs the application's class path: --classpath");
    }
    if (pod.javaAgent != null) {
      return Finding.pass("irsa-agent knows Pod Identity for the SDKs");
    }
    return SdkRules.ALL.stream()
        .flatMap(rules -> Stream.ofNullable(rules.forPodIdentity(classPath)))
        .findFirst()
        .orElse(Finding.pass("the SDKs are new enough"));
  }
}
