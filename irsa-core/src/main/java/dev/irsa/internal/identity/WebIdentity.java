package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The identity that requests credentials: the role, where the web identity token comes from, and
 * the parameters of the session. Immutable.
 *
 * <p>Source of the limits: AWS STS API reference, action AssumeRoleWithWebIdentity.
 *
 * @param roleArn the role to assume, 20 to 2048 characters
 * @param tokenFile the path of the token file that kubelet rotates; not resolved to its real path,
 *     because kubelet replaces a symbolic link in its directory. Null if there is a supplier
 * @param tokenSupplier supplies the tokens in place of a file, or null
 * @param roleSessionName 2 to 64 characters of {@code [\w+=,.@-]}
 * @param duration 900 s to 43,200 s, or null for the default of STS, 3600 s
 * @param policy a session policy of 1 to 2048 characters, or null
 * @param policyArns at most 10 managed session policies
 */
public record WebIdentity(
    String roleArn,
    @Nullable Path tokenFile,
    @Nullable TokenSupplierReference tokenSupplier,
    String roleSessionName,
    @Nullable Duration duration,
    @Nullable String policy,
    List<String> policyArns)
    implements Identity {

  /** Copies the list. The limits were checked when the settings were read. */
  public WebIdentity {
    policyArns = List.copyOf(policyArns);
  }

  @Override
  public IdentitySource source() {
    return IdentitySource.WEB_IDENTITY;
  }
}
