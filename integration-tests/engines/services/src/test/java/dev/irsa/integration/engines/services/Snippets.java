package dev.irsa.integration.engines.services;

import com.anthropic.config.AuthenticationConfig;
import com.anthropic.config.AuthenticationType;
import com.anthropic.config.IdentityTokenConfig;
import com.anthropic.config.InMemoryProfileConfigProvider;
import com.anthropic.config.ProfileConfig;
import com.anthropic.config.ProfileConfigProvider;
import com.databricks.sdk.core.CredentialsProvider;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.HeaderFactory;
import com.databricks.sdk.core.oauth.DatabricksOAuthTokenSource;
import com.databricks.sdk.core.oauth.IDToken;
import com.databricks.sdk.core.oauth.TokenSource;
import com.databricks.sdk.core.oauth.TokenSourceCredentialsProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.auth.SubjectTokenProvider;
import com.openai.auth.SubjectTokenType;
import com.openai.core.http.HttpClient;
import dev.irsa.OutboundTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.client.RestClient;

/** The snippets of integrations/irsa-iam-tokens/README.md, between their tags. */
final class Snippets {

  private Snippets() {}

  // tag::openai[]
  record PodToken(OutboundTokens tokens) implements SubjectTokenProvider {
    @Override
    public SubjectTokenType tokenType() {
      return SubjectTokenType.JWT;
    }

    @Override
    public String getToken(HttpClient http, JsonMapper json) {
      return tokens.get();
    }

    @Override
    public CompletableFuture<String> getTokenAsync(HttpClient http, JsonMapper json) {
      return tokens.getAsync();
    }
  }

  // end::openai[]

  // tag::anthropic[]
  static void write(OutboundTokens tokens, Path file) throws IOException {
    String token = tokens.get();
    Path fresh = Files.createTempFile(file.getParent(), "pod", ".jwt"); // For this user only.
    try {
      Files.move(Files.writeString(fresh, token), file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  static ProfileConfigProvider federation(String organization, String rule, Path file) {
    return InMemoryProfileConfigProvider.of(
        ProfileConfig.builder()
            .organizationId(organization)
            .authentication(
                AuthenticationConfig.builder()
                    .type(AuthenticationType.OIDC_FEDERATION)
                    .federationRuleId(rule)
                    .identityToken(
                        IdentityTokenConfig.builder().source("file").path(file.toString()).build())
                    .build())
            .build());
  }

  // end::anthropic[]

  // tag::databricks[]
  record PodLogin(OutboundTokens tokens) implements CredentialsProvider {
    @Override
    public String authType() {
      return "pod";
    }

    @Override
    public HeaderFactory configure(DatabricksConfig config) {
      try {
        TokenSource source =
            new DatabricksOAuthTokenSource.Builder(
                    config.getClientId(),
                    config.getHost(),
                    config.getDatabricksOidcEndpoints(),
                    audience -> new IDToken(tokens.get()),
                    config.getHttpClient())
                .build();
        return new TokenSourceCredentialsProvider(source, authType()).configure(config);
      } catch (IOException unavailable) {
        throw new UncheckedIOException(unavailable);
      }
    }
  }

  // end::databricks[]

  static Properties snowflake(OutboundTokens tokens) {
    // tag::snowflake[]
    Properties login = new Properties(); // For one connection: the token is short-lived.
    login.put("authenticator", "WORKLOAD_IDENTITY");
    login.put("workloadIdentityProvider", "OIDC");
    login.put("token", tokens.get());
    // end::snowflake[]
    return login;
  }

  static RestClient bearer(OutboundTokens tokens, String service) {
    // tag::rest-client[]
    RestClient client =
        RestClient.builder()
            .baseUrl(service)
            .requestInterceptor(
                (request, body, execution) -> {
                  request.getHeaders().setBearerAuth(tokens.get());
                  return execution.execute(request, body);
                })
            .build();
    // end::rest-client[]
    return client;
  }

  static HttpRequest request(OutboundTokens tokens, URI service) {
    // tag::http-request[]
    HttpRequest request =
        HttpRequest.newBuilder(service).header("Authorization", "Bearer " + tokens.get()).build();
    // end::http-request[]
    return request;
  }
}
