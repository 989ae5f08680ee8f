package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.InstanceMetadata;
import dev.irsa.doctor.internal.pod.JavaAgent;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.probe.NetworkProbe;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pod, its application, and what surrounds them: service account, node. */
final class PodEvidence {
  final ExaminedPod examined;
  final @Nullable ServiceAccountVolume account;
  final @Nullable JavaAgent javaAgent;

  /** The class path of the application, or null. */
  final @Nullable ClassPath classPath;

  /** Whether instance metadata is within reach. */
  final Lazy<InstanceMetadata> instanceMetadata;

  /** The annotations of the service account. */
  final Lazy<AccountAnnotations> annotations;

  PodEvidence(
      ExaminedPod pod,
      @Nullable ServiceAccountVolume account,
      ExaminationOptions options,
      CallBudget budget) {
    this.examined = pod;
    this.account = account;
    this.javaAgent = JavaAgent.of(pod);
    this.classPath = options.classPath();
    this.instanceMetadata = Lazy.inBackground("metadata", () -> prepareMetadata(budget));
    this.annotations =
        Lazy.inBackground("cluster", () -> prepareAnnotations(options.kubernetes(), budget));
  }

  private Supplier<InstanceMetadata> prepareMetadata(CallBudget budget) {
    NetworkProbe calls = budget.calls();
    return () -> InstanceMetadata.of(examined, calls);
  }

  private Supplier<AccountAnnotations> prepareAnnotations(boolean isWanted, CallBudget budget) {
    if (!isWanted) {
      throw new MissingEvidenceException("not asked for: --kubernetes");
    }
    NetworkProbe calls = budget.calls();
    ServiceAccountVolume volume = account;
    if (volume == null) {
      throw new MissingEvidenceException("the pod has no service account volume");
    }
    return () -> AccountAnnotations.read(examined, volume, calls);
  }

  /** Returns whether the application is known to have irsa. */
  boolean hasIrsa() {
    return javaAgent != null || (classPath != null && SdkRules.hasAnyIrsa(classPath));
  }
}
