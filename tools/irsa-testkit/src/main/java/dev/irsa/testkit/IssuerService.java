package dev.irsa.testkit;

import dev.irsa.policy.Account;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.oidc.AccountIssuer;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.Client;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.Response;
import dev.irsa.testkit.internal.server.Service;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the OIDC documents that AWS publishes on the internet: those of the cluster's issuer, and
 * those of the account's. Clients reach both at one address; if the host does not tell which one is
 * meant, the path does.
 */
record IssuerService(OidcIssuer cluster, Account account) implements Service {
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  /** A document, and the name of reading it in the log. */
  private record Document(String action, Supplier<String> content) {}

  @Override
  public String name() {
    return "oidc";
  }

  @Override
  public RequestDetails describe(Request request) {
    return RequestDetails.of(document(request).map(Document::action).orElse(""));
  }

  private Optional<Document> document(Request request) {
    String path = request.rawPath();
    URI outbound = account.outboundWebIdentityIssuer().orElse(null);
    Document ofAccount = outbound == null ? null : ofAccount(outbound, path);
    boolean toAccount = outbound != null && request.host().equals(outbound.getHost());
    return Optional.ofNullable(toAccount ? ofAccount : either(ofCluster(path), ofAccount));
  }

  private static @Nullable Document either(@Nullable Document one, @Nullable Document other) {
    return one == null ? other : one;
  }

  private @Nullable Document ofCluster(String path) {
    String base = cluster.issuer().getPath();
    return document(
        path, base + DISCOVERY, cluster::discoveryDocument, base + "/keys", cluster::keys);
  }

  private static @Nullable Document ofAccount(URI issuer, String path) {
    return document(
        path,
        DISCOVERY,
        () -> AccountIssuer.discoveryDocument(issuer),
        "/.well-known/jwks.json",
        AccountIssuer::keys);
  }

  private static @Nullable Document document(
      String path,
      String discoveryPath,
      Supplier<String> discovery,
      String keysPath,
      Supplier<String> keys) {
    if (path.equals(discoveryPath)) {
      return new Document("OpenIdConfiguration", discovery);
    }
    return path.equals(keysPath) ? new Document("JsonWebKeys", keys) : null;
  }

  @Override
  public Answer answer(Request request, String requestId, Client client) {
    Response response =
        document(request)
            .map(each -> Response.of(200, "application/json", each.content().get()))
            .orElseGet(() -> error(requestId, 404, "NotFound", "unknown issuer or document"));
    return new Answer(response, describe(request));
  }

  @Override
  public Response error(String requestId, int status, String code, String message) {
    return Response.of(
        status, "application/json", JsonObjects.text("code", code, "message", message));
  }
}
