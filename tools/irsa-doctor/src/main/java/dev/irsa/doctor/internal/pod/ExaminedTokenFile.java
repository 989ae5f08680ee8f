package dev.irsa.doctor.internal.pod;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.doctor.internal.file.FileAccess;
import dev.irsa.doctor.internal.file.ProcessIds;
import dev.irsa.doctor.internal.file.ResolvedPath;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The token file. Immutable.
 *
 * @param resolved the way from the configured path to the file
 * @param sent the token as it is sent, a secret; null if the file cannot be used
 * @param token the parsed token, or null if it is not a JWT
 * @param problem why the file cannot be used; empty if it can
 * @param remedy what to do about the problem; empty without one
 */
public record ExaminedTokenFile(
    ResolvedPath resolved,
    @Nullable String sent,
    @Nullable Jwt token,
    String problem,
    String remedy) {

  /** Where the webhook mounts the token. */
  public static final String USUAL = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";

  /** Where the webhook mounts the token of Pod Identity. */
  public static final String USUAL_OF_POD_IDENTITY =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";

  private static final Duration MAX_READ = Duration.ofSeconds(2);

  private static final String FS_GROUP =
      "Set securityContext.fsGroup of the pod to a group of this process: kubelet then gives the"
          + " token to that group. A volume mounted by subPath or a copied file keeps its own owner.";

  /** Returns the setting that names the file. */
  public static Setting<Path> setting(boolean ofAgent) {
    return ofAgent ? Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE : Setting.WEB_IDENTITY_TOKEN_FILE;
  }

  /** Examines a token file. */
  public static ExaminedTokenFile of(ExaminedPod pod, String path, boolean ofAgent) {
    ExaminedTokenFile first = once(pod, path, ofAgent);
    // kubelet may have replaced the directory between following the links and reading.
    boolean isReplaced = first.resolved.isFile() && first.problem.startsWith("does not exist");
    return isReplaced ? once(pod, path, ofAgent) : first;
  }

  private static ExaminedTokenFile once(ExaminedPod pod, String path, boolean ofAgent) {
    ResolvedPath resolved = pod.files().follow(path);
    if (resolved.isFile()) {
      String denial = denial(pod, resolved);
      return denial == null ? read(resolved, ofAgent) : unusable(resolved, denial, FS_GROUP);
    }
    String usual = ofAgent ? USUAL_OF_POD_IDENTITY : USUAL;
    String remedy =
        resolved.end() == ResolvedPath.End.DENIED
            ? FS_GROUP
            : ("Check %s and the volume %s in the pod's spec (kubectl get pod -o yaml): a pod created"
                    + " while the webhook was down lacks it, and a token mounted by subPath breaks when"
                    + " kubelet rotates it.")
                .formatted(setting(ofAgent), ofAgent ? "eks-pod-identity-token" : "aws-iam-token");
    boolean isElsewhere = !path.equals(usual) && pod.files().follow(usual).isFile();
    return unusable(
        resolved, missing(resolved), isElsewhere ? usualFile(pod, ofAgent, usual) : remedy);
  }

  private static String usualFile(ExaminedPod pod, boolean ofAgent, String usual) {
    String property = setting(ofAgent).properties().get(0);
    return pod.property(property) == null
        ? "Set %s=%s, which exists.".formatted(setting(ofAgent), usual)
        : "The JVM takes the path from -D%s: remove that, or give it %s, which exists."
            .formatted(property, usual);
  }

  private static ExaminedTokenFile unusable(ResolvedPath resolved, String problem, String remedy) {
    return new ExaminedTokenFile(resolved, null, null, problem, remedy);
  }

  /** Returns why the permissions deny the process the file, or null. */
  private static @Nullable String denial(ExaminedPod pod, ResolvedPath resolved) {
    FileAccess access = resolved.access();
    ProcessIds process = ProcessIds.of(pod.files());
    if (access == null || process == null) {
      return null;
    }
    Path root = pod.files().root();
    for (Path on = resolved.place().getParent();
        on != null && on.startsWith(root);
        on = on.getParent()) {
      FileAccess directory = on.equals(root) ? null : FileAccess.of(on);
      if (directory != null && !directory.isEnteredBy(process)) {
        return "cannot be reached by this process (%s): %s is closed to it, %s"
            .formatted(process, pod.files().inside(on), directory);
      }
    }
    return access.isReadableBy(process)
        ? null
        : "cannot be read by this process (" + process + "): " + resolved.describe();
  }

  private static ExaminedTokenFile read(ResolvedPath resolved, boolean ofAgent) {
    try {
      TokenKind kind = ofAgent ? TokenKind.AUTHORIZATION : TokenKind.WEB_IDENTITY;
      TokenSource source = TokenSource.file(resolved.place(), kind, null, System::nanoTime);
      String sent = Objects.requireNonNull(source.read(MAX_READ)).value();
      Jwt token = Jwt.parse(sent);
      boolean isUsable = token != null || ofAgent;
      return isUsable
          ? new ExaminedTokenFile(resolved, sent, token, "", "")
          : unusable(
              resolved,
              "contains three parts, but not a signed JWT",
              "A file that kubelet wrote contains one JWT: check that the path names it.");
    } catch (TokenUnavailableException e) {
      String beginning = "The token file " + e.tokenFile() + " ";
      return unusable(resolved, e.summary().substring(beginning.length()), e.remedy());
    }
  }

  private static String missing(ResolvedPath resolved) {
    String problem =
        switch (resolved.end()) {
          case DIRECTORY -> "is a directory";
          case OTHER -> "is not a regular file (but a pipe, socket or device)";
          case DENIED ->
              "cannot be reached by this process: a directory on the way is closed to it";
          case LOOP -> "is a loop of symbolic links";
          case UNREADABLE -> "has a link on its way that cannot be read";
          default ->
              resolved.endsInLinks()
                  ? "is a symbolic link to a file that does not exist"
                  : "does not exist";
        };
    return problem + (resolved.endsInLinks() ? " (" + resolved.describe() + ")" : "");
  }

  /** Omits the token. */
  @Override
  public String toString() {
    return "TokenFile[" + resolved.path() + (sent == null ? " " + problem : "") + "]";
  }

  /** Returns whether it is where the webhook mounts tokens, which no secret or config map is. */
  public boolean isInUsualPlace() {
    return resolved.path().equals(USUAL) || resolved.path().equals(USUAL_OF_POD_IDENTITY);
  }

  /** Returns whether kubelet can replace the file: it lies behind the link that kubelet swaps. */
  public boolean isRotated() {
    return resolved.leadsThroughKubeletsLink();
  }
}
