package dev.irsa.internal.identity;

import dev.irsa.credentials.IdentitySource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whose credentials a session holds, and who issues them; for messages, events and limits.
 * Immutable.
 *
 * @param source where the credentials come from
 * @param roleArn the role, or null if only the issuer knows it
 * @param endpoint the endpoint of the issuer, without secrets
 * @param audiences the services that accept the token, or null for credentials of AWS
 * @param spare another endpoint to ask if the first is unavailable, or null
 */
public record RoleAndIssuer(
    IdentitySource source,
    @Nullable String roleArn,
    URI endpoint,
    @Nullable String audiences,
    @Nullable URI spare) {

  private static final String CONTAINERS_ROLE = "the container's role";

  /** Returns a role with credentials of AWS, and one endpoint. */
  public RoleAndIssuer(IdentitySource source, @Nullable String roleArn, URI endpoint) {
    this(source, roleArn, endpoint, null, null);
  }

  /** Returns a role whose token STS exchanges. */
  public static RoleAndIssuer ofRole(String roleArn, URI endpoint) {
    return new RoleAndIssuer(IdentitySource.WEB_IDENTITY, roleArn, endpoint);
  }

  /** Returns the role of a container, which only the issuer knows. */
  public static RoleAndIssuer of(ContainerIdentity identity) {
    return new RoleAndIssuer(IdentitySource.CONTAINER, null, identity.shownUri());
  }

  /** Returns a role with a token for others. */
  public static RoleAndIssuer of(OutboundTokenIdentity identity, URI endpoint) {
    return new RoleAndIssuer(
        identity.source(), identity.roleArn(), endpoint, identity.audiences(), null);
  }

  /** Returns the same role with another endpoint besides. */
  public RoleAndIssuer withSpare(URI other) {
    return new RoleAndIssuer(source, roleArn, endpoint, audiences, other);
  }

  /** Returns the same role at one of two endpoints. */
  public RoleAndIssuer at(boolean isSpare) {
    return isSpare && spare != null
        ? new RoleAndIssuer(source, roleArn, spare, audiences, null)
        : this;
  }

  /** Returns whether a token for others is issued, and not credentials of AWS. */
  public boolean isOfToken() {
    return audiences != null;
  }

  /** Returns the requested role, or token of a role, for use within a sentence. */
  public String requested() {
    return audiences == null
        ? "the role " + role()
        : "a token of " + (roleArn != null ? roleArn : CONTAINERS_ROLE) + " for " + audiences;
  }

  /** Returns the role for use within a sentence, with the services that accept its token. */
  public String role() {
    String role = roleArn != null ? roleArn : CONTAINERS_ROLE;
    return audiences == null ? role : role + " at " + audiences;
  }

  /** Returns the account id of the role; throttling is tracked for each account. */
  public String account() {
    if (roleArn == null) {
      return "";
    }
    String[] parts = roleArn.split(":", 6);
    return parts.length < 6 ? roleArn : parts[4];
  }

  /** Returns whether the issuer is the agent of EKS Pod Identity. */
  public boolean isOfPodIdentityAgent() {
    return source == IdentitySource.CONTAINER && ContainerIdentity.isPodIdentityAgent(endpoint);
  }

  /** Returns a short name of the issuer for use within a sentence, without its address. */
  public String issuer() {
    return source == IdentitySource.CONTAINER ? ContainerIdentity.nameOf(endpoint) : "STS";
  }

  /** Returns the issuer with its address, for use within a sentence. */
  public String issuerAt() {
    return issuer() + " at " + endpoint;
  }

  /** Returns the issuer with its address, for use at the start of a sentence. */
  public String issuerAtFirst() {
    String text = issuerAt();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
