package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.Artifact;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.jvm.JvmFacts;
import dev.irsa.doctor.internal.network.NetworkStage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** IRSA-25: the JVM or its class path stands in the way. */
final class JvmCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    ClassPath classPath = evidence.options().classPath();
    Finding found = classPath == null ? null : mixed(classPath);
    if (found == null && evidence.pod().ownProcess()) {
      found = inside(evidence);
    }
    if (found != null) {
      return found;
    }
    if (classPath == null && !evidence.pod().ownProcess()) {
      return Finding.skip("needs --classpath, or IrsaDoctor.report() inside the application");
    }
    return Finding.pass(
        "one version of each SDK"
            + (evidence.pod().ownProcess() ? "; trust store and address cache are right" : ""));
  }

  private static @Nullable Finding mixed(ClassPath classPath) {
    for (int generation = 1; generation <= 2; generation++) {
      List<Artifact> sdk = classPath.sdk(generation);
      if (ClassPath.versions(sdk).size() > 1) {
        return Finding.fail(
            "several versions of AWS SDK for Java "
                + generation
                + ".x: "
                + sdk.stream().map(Artifact::toString).distinct().collect(Collectors.joining(", ")),
            "Align them with the SDK's BOM, and remove copies in uber jars: the first one on the class"
                + " path wins, and its methods may be missing in the others.");
      }
    }
    boolean isDoubled =
        (classPath.hasAny("irsa-sdk-v2") && classPath.hasAny("irsa-sdk-v2-bundle"))
            || (classPath.hasAny("irsa-sdk-v1-bridge") && classPath.hasAny("irsa-sdk-v1-bundle"));
    return isDoubled
        ? Finding.warn("the thin jar of irsa and its bundle are both here", "Remove one of them.")
        : null;
  }

  private static @Nullable Finding inside(Evidence evidence) {
    JvmFacts jvm = evidence.jvm();
    if (distrustsAws(evidence)) {
      return Finding.fail(
              "this JVM does not trust "
                  + NetworkFaults.issuer(evidence.sts().get())
                  + ", which issues the certificates of AWS"
                  + (jvm.trustStore() == null ? "" : "; its trust store is " + jvm.trustStore()),
              "Use a current JDK, or add Amazon's root certificates to the trust store"
                  + " (javax.net.ssl.trustStore).")
          .in(Step.NETWORK);
    }
    if (jvm.copies().size() > 1) {
      return Finding.warn(
          "class loaders of this JVM know "
              + jvm.copies().size()
              + " copies of irsa, which do not"
              + " share sessions: "
              + String.join(", ", jvm.copies()),
          "Put irsa into one place that all applications of this JVM share.");
    }
    return jvm.cachesAddressesForever()
        ? Finding.warn(
            "networkaddress.cache.ttl is "
                + jvm.addressTtl()
                + ": addresses of AWS, which change, are"
                + " cached forever",
            "Set networkaddress.cache.ttl=60 in java.security, or with Security.setProperty.")
        : null;
  }

  /** Returns whether this JVM is the examined one, and does not trust the authority of AWS. */
  static boolean distrustsAws(Evidence evidence) {
    return evidence.pod().ownProcess()
        && evidence
            .sts()
            .is(
                result ->
                    !result.isAnswered()
                        && result.stage() == NetworkStage.TLS
                        && NetworkFaults.issuer(result).contains("O=Amazon"));
  }
}
