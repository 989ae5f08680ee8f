package dev.irsa.integration.engines.services;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.server.ConnectProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Services outside of AWS, on loopback: behind a proxy they have whatever name a client calls. They
 * exchange tokens of a lab's account for access tokens of their own, after they have verified
 * issuer, signature, expiration and audience, and demand those for everything else. Thread-safe.
 */
final class ServiceOutsideAws implements AutoCloseable {

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private static final Pattern TOKEN =
      Pattern.compile("\"?(?:subject_token|assertion)\"?[:=] *\"?([\\w.-]+)");
  private static final Pattern SNOWFLAKE = Pattern.compile("\"TOKEN\" *: *\"([\\w.-]+)\"");

  /** How long access tokens last, in seconds. */
  volatile int lifetime = 3_600;

  /** The ids of the tokens that were accepted. */
  final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

  /** The roles whose tokens were exchanged. */
  final List<String> subjects = Collections.synchronizedList(new ArrayList<>());

  /** Why tokens were refused. */
  final List<String> refused = Collections.synchronizedList(new ArrayList<>());

  private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
  private final LabCertificateAuthority authority = LabCertificateAuthority.create();
  private final DefaultJWTProcessor<SecurityContext> verifier;
  private final HttpServer server;
  private final ConnectProxy proxy;

  /** Starts services for an audience that trust the issuer of the lab's account. */
  ServiceOutsideAws(IrsaLab lab, String audience) throws Exception {
    this.verifier = verifier(lab, audience);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 50);
    server.createContext("/", this::answer);
    server.start();
    this.proxy =
        ConnectProxy.start(
            authority::serverContext,
            Clock.systemUTC(),
            host -> server.getAddress(),
            new InetSocketAddress(loopback, 0),
            "127.0.0.1");
  }

  /** Finds the keys by the issuer's discovery document, as its address in the lab serves it. */
  private static DefaultJWTProcessor<SecurityContext> verifier(IrsaLab lab, String audience)
      throws Exception {
    URI issuer = lab.iam().outboundWebIdentityIssuer().orElseThrow();
    URI served = lab.oidc().plainUri();
    Map<String, Object> discovery = JSONObjectUtils.parse(read(URI.create(served + DISCOVERY)));
    if (!issuer.toString().equals(discovery.get("issuer"))) {
      throw new IllegalStateException("not the document of the issuer: " + discovery);
    }
    URI keys = URI.create(String.valueOf(discovery.get("jwks_uri")));
    URL inLab = URI.create(served + keys.getPath()).toURL();
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES384),
            JWKSourceBuilder.create(inLab).build()));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(issuer.toString()).build(),
            Set.of("sub", "iat", "exp", "jti")));
    return processor;
  }

  private static String read(URI document) throws IOException {
    try (InputStream body = document.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the address for clients that can be told one. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the proxy by which clients reach the services under their own names. */
  Proxy proxy() {
    return new Proxy(Proxy.Type.HTTP, proxy.address());
  }

  /** Returns what makes a client trust the services. */
  SSLSocketFactory sockets() {
    return authority.clientContext().getSocketFactory();
  }

  /** Returns what makes a client trust the services. */
  X509TrustManager trust() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("services", authority.certificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String document = answer(exchange, exchange.getRequestURI().getPath(), sent);
      byte[] body = document.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(document.startsWith("{\"error\"") ? 401 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String answer(HttpExchange exchange, String path, String sent) {
    return switch (path) {
      case "/oauth/token", "/v1/oauth/token", "/oidc/v1/token" -> exchangeToken(sent);
      case "/session/v1/login-request" -> logIn(sent);
      case "/session" -> "{\"success\": true}";
      case "/oidc/.well-known/oauth-authorization-server" ->
          """
          {"token_endpoint": "%1$s/oidc/v1/token", "authorization_endpoint": "%1$s/oidc/v1/authorize"}"""
              .formatted(uri());
      case "/orders" -> isAccepted(bearer(exchange)) ? "{}" : "{\"error\": \"invalid_token\"}";
      default -> served(exchange);
    };
  }

  /** RFC 8693 and RFC 7523 have different names for the token. */
  private String exchangeToken(String sent) {
    Matcher token = TOKEN.matcher(sent);
    if (!token.find() || !isAccepted(token.group(1))) {
      return "{\"error\": \"invalid_grant\", \"error_description\": \"the token is refused\"}";
    }
    String access = UUID.randomUUID().toString();
    accessTokens.add(access);
    return """
        {"access_token": "%s", "expires_in": %d, "token_type": "Bearer",
         "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}"""
        .formatted(access, lifetime);
  }

  private boolean isAccepted(String token) {
    try {
      JWTClaimsSet claims = verifier.process(token, null);
      subjects.add(claims.getSubject());
      tokens.add(claims.getJWTID());
      return true;
    } catch (ParseException | BadJOSEException | JOSEException refusal) {
      refused.add(String.valueOf(refusal.getMessage()));
      return false;
    }
  }

  /** Snowflake's protocol: the token is in the login of a session. */
  private String logIn(String sent) {
    Matcher token = SNOWFLAKE.matcher(sent);
    return token.find() && isAccepted(token.group(1))
        ? """
        {"success": true, "data": {"token": "t", "masterToken": "m", "sessionId": 1,
         "validityInSeconds": 3600, "masterValidityInSeconds": 14400, "parameters": [{"name": "AUTOCOMMIT", "value": true}],
         "serverVersion": "9", "sessionInfo": {}}}"""
        : "{\"success\": false, \"code\": \"394400\", \"message\": \"the token is refused\", \"data\": {}}";
  }

  private static String bearer(HttpExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    return header.replace("Bearer ", "");
  }

  private String served(HttpExchange exchange) {
    return accessTokens.contains(bearer(exchange))
        ? "{\"object\": \"list\", \"data\": [], \"has_more\": false, \"userName\": \"cart\"}"
        : "{\"error\": {\"type\": \"authentication_error\", \"message\": \"who are you?\"}}";
  }

  @Override
  public void close() {
    proxy.close();
    server.stop(0);
  }
}
