package dev.irsa.doctor;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.doctor.internal.check.Diagnosis;
import dev.irsa.doctor.internal.check.ExaminationOptions;
import dev.irsa.doctor.internal.check.TrustDocument;
import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.file.BoundedFile;
import dev.irsa.doctor.internal.file.FileTree;
import dev.irsa.doctor.internal.manifest.ManifestChecks;
import dev.irsa.doctor.internal.manifest.Manifests;
import dev.irsa.doctor.internal.pod.EnvironmentFile;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.probe.LocalMachine;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.doctor.report.Verdict;
import dev.irsa.internal.config.OutboundTokenRule;
import dev.irsa.internal.config.RoleArn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a pod does not get its role, from inside the pod, without credentials and rights.
 *
 * <pre>{@code
 * try {
 *   start();
 * } catch (RuntimeException failure) {
 *   System.err.println(IrsaDoctor.report());
 *   throw failure;
 * }
 * }</pre>
 *
 * <p>Thread-safe. An examination changes nothing. It reads files, connects to STS, the issuer and
 * instance metadata, exchanges the token once, and calls GetCallerIdentity with the new
 * credentials. It takes less than ten seconds, and less than one offline. Reports contain no
 * secrets.
 *
 * @since 0.1
 */
public final class IrsaDoctor {

  private IrsaDoctor() {}

  /**
   * Examines this process: its environment and system properties, files, class path and JVM. Blocks
   * for less than ten seconds.
   */
  public static Report report() {
    return builder().examine();
  }

  /** Returns a builder for an examination, of this process unless it says otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings of an examination. Not thread-safe. */
  public static final class Builder {
    private static final int MOST_BYTES_OF_A_POLICY = 4 << 20;

    private @Nullable Map<String, String> variables;
    private @Nullable Path root;
    private boolean offline;
    private boolean waits;
    private boolean kubernetes;
    private @Nullable TrustDocument trust;
    private @Nullable ClassPath classPath;
    private @Nullable RoleArn expectedRole;
    private @Nullable RoleArn chain;
    private @Nullable String externalId;
    private @Nullable OutboundTokenRequest outbound;
    private LocalMachine machine = LocalMachine.SYSTEM;

    private Builder() {}

    /**
     * Examines a pod with the given environment variables. The variables of this process are
     * ignored.
     *
     * @param variables all variables of the pod's container, copied
     */
    public Builder environment(Map<String, String> variables) {
      this.variables = Map.copyOf(variables);
      return this;
    }

    /**
     * Examines a pod with the environment variables of a file. The variables of this process are
     * ignored.
     *
     * @param file what {@code env} or {@code env -0} prints in the pod, or {@code
     *     /proc/<pid>/environ}
     * @throws InvalidInputException if it cannot be read, or a line is not a variable
     */
    public Builder environmentFile(Path file) {
      return environment(EnvironmentFile.read(file));
    }

    /**
     * Looks below a directory for every path of the pod, absolute link targets too. Default: the
     * file system of this process.
     *
     * @param directory what the pod sees as {@code /}, such as {@code /proc/<pid>/root}
     * @throws InvalidInputException if it is not a directory
     */
    public Builder root(Path directory) {
      if (!Files.isDirectory(directory)) {
        throw new InvalidInputException(directory.toString(), "is not a directory", null);
      }
      root = directory;
      return this;
    }

    /** Uses no network if true. Default: false. */
    public Builder offline(boolean value) {
      offline = value;
      return this;
    }

    /**
     * Evaluates a trust policy for the pod's token.
     *
     * @param file a JSON file with the policy itself, or the output of {@code aws iam get-role}
     * @throws InvalidInputException if the file cannot be read, or the document is malformed; names
     *     the place
     */
    public Builder trustPolicy(Path file) {
      String name = file.toString();
      byte[] content = BoundedFile.required(file, MOST_BYTES_OF_A_POLICY);
      trust = TrustDocument.parse(BoundedFile.utf8(name, content), name);
      return this;
    }

    /**
     * Looks for SDKs and frameworks on a class path. Default: the class path of this JVM if this
     * JVM is examined.
     *
     * @param text the class path, as {@code java -cp} takes it
     * @throws InvalidInputException if nothing of it exists, or a jar cannot be read
     */
    public Builder classPath(String text) {
      classPath = ClassPath.scan(text, "class path");
      return this;
    }

    /**
     * Compares the pod's role with an expected role.
     *
     * @throws InvalidInputException if the text is not the ARN of a role
     */
    public Builder expectRole(String roleArn) {
      expectedRole = role(roleArn, "expected role");
      return this;
    }

    /**
     * Also assumes another role with the credentials of the pod's role, and drops the result.
     *
     * @param externalId the external id that it requires, or null
     * @throws InvalidInputException if the text is not the ARN of a role
     */
    public Builder chain(String roleArn, @Nullable String externalId) {
      chain = role(roleArn, "chained role");
      this.externalId = externalId;
      return this;
    }

    /**
     * Also requests a token for a service outside of AWS, judges it as the service would, and drops
     * it. If the role's policies deny the request, tokens of a minute and of the other algorithm
     * are requested too, to tell which condition does. Tags are not sent.
     *
     * @throws InvalidInputException if STS would refuse the request whatever the policies say
     */
    public Builder outboundToken(OutboundTokenRequest request) {
      try {
        OutboundTokenRule.check(request);
      } catch (MisconfiguredException e) {
        MisconfiguredException.Problem first = e.problems().get(0);
        throw new InvalidInputException(
            first.setting().replace("OutboundTokenRequest.", "outbound token: "),
            first.found() + "; " + first.fix(),
            e);
      }
      outbound = request;
      return this;
    }

    /**
     * Repeats an exchange that STS denies, for up to a minute, to tell changes in IAM that are
     * still propagating. Default: false.
     */
    public Builder waitForPropagation(boolean value) {
      waits = value;
      return this;
    }

    /**
     * Asks the API server of the cluster for the annotations of the pod's service account, with its
     * own token. Default: false.
     */
    public Builder kubernetes(boolean value) {
      kubernetes = value;
      return this;
    }

    /** Replaces resolver, clocks and pauses, for tests. */
    Builder machine(LocalMachine other) {
      machine = other;
      return this;
    }

    private static RoleArn role(String text, String place) {
      try {
        return RoleArn.parse(text.strip(), true);
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            place,
            "the value " + e.getMessage() + "; expected arn:aws:iam::<account>:role/<name>",
            e);
      }
    }

    /**
     * Examines manifests before they are applied, together with the trust policy if one was given.
     * Reads no files and uses no network.
     *
     * @param texts the manifests by the names of their files, each one or more documents in YAML or
     *     JSON
     * @param namespace the namespace of objects that do not name one
     * @param issuer the cluster's issuer, or null to use the issuer in the trust policy
     * @param suppressed the ids of findings that are left out
     * @return the problems; each one begins with file, line and column
     * @throws InvalidInputException if a manifest is malformed or empty; names file, line and
     *     column
     */
    public Report examineManifests(
        Map<String, String> texts,
        String namespace,
        @Nullable String issuer,
        Set<String> suppressed) {
      Manifests manifests = Manifests.of(texts, namespace);
      List<Check> found =
          ManifestChecks.examine(manifests, trust, issuer).stream()
              .filter(check -> !suppressed.contains(check.id()))
              .toList();
      return new Report(
          found,
          found.stream().filter(check -> check.verdict() == Verdict.FAIL).findFirst().orElse(null),
          ManifestChecks.healthy(manifests));
    }

    /** Examines the pod. Blocks for less than ten seconds, longer only if told to wait. */
    public Report examine() {
      boolean ownProcess = variables == null && root == null;
      FileTree files = new FileTree(root == null ? Path.of("/") : root);
      ExaminedPod pod =
          variables == null
              ? ExaminedPod.ofThisProcess(files, ownProcess)
              : ExaminedPod.of(variables, files);
      ClassPath scanned = classPath == null && ownProcess ? ClassPath.ofThisJvm() : classPath;
      Diagnosis diagnosis =
          Diagnosis.of(
              pod,
              new ExaminationOptions(
                  offline,
                  trust,
                  scanned,
                  expectedRole,
                  chain,
                  externalId,
                  outbound,
                  waits,
                  kubernetes),
              machine);
      return new Report(
          diagnosis.checks(),
          diagnosis.cause(),
          diagnosis.exchanged()
              ? "Healthy: no check failed"
              : "No check failed, but the exchange was not tried, so more may be wrong");
    }
  }
}
