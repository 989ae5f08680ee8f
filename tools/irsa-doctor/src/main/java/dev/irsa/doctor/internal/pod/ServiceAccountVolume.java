package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.internal.file.FileTree;
import dev.irsa.doctor.internal.file.ResolvedPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The volume with the token for the API server, which every pod has unless it opts out. Immutable.
 *
 * @param token the token, or null if it is missing or not readable; a secret
 * @param authority the PEM file of the API server's authority, or null
 */
public record ServiceAccountVolume(@Nullable Jwt token, @Nullable Path authority) {

  /** Where kubelet mounts it. */
  public static final String PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

  private static final int MAX_BYTES = 64 * 1024;

  /** Reads the volume. Returns null if the pod does not have it. */
  public static @Nullable ServiceAccountVolume of(FileTree files) {
    if (files.follow(PATH).end() != ResolvedPath.End.DIRECTORY) {
      return null;
    }
    String token = files.text(PATH + "/token", MAX_BYTES);
    ResolvedPath authority = files.follow(PATH + "/ca.crt");
    return new ServiceAccountVolume(
        token == null ? null : Jwt.parse(token), authority.isFile() ? authority.place() : null);
  }

  /** Returns the service account, or null if it is not known. */
  public @Nullable ServiceAccountName account() {
    return token == null ? null : token.serviceAccount();
  }
}
