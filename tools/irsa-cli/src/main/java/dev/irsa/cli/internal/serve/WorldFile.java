package dev.irsa.cli.internal.serve;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A world as it is written. Its content is not checked. */
record WorldFile(
    @Nullable String region,
    @Nullable String accountId,
    @Nullable String clusterName,
    @Nullable String issuer,
    @Nullable Integer tokenLifetime,
    @Nullable Integer sessionLifetime,
    List<Issuer> issuers,
    List<RoleEntry> roles,
    List<Account> serviceAccounts,
    List<Association> associations,
    @JsonSetter(contentNulls = Nulls.SET)
        Map<String, @Nullable Map<String, @Nullable String>> buckets) {
  WorldFile {
    issuers = orNone(issuers);
    roles = orNone(roles);
    serviceAccounts = orNone(serviceAccounts);
    associations = orNone(associations);
    buckets = buckets == null ? Map.of() : buckets;
  }

  private static <T> List<T> orNone(@Nullable List<T> given) {
    return given == null ? List.of() : given;
  }

  /** A role. */
  record RoleEntry(
      @Nullable String name,
      @Nullable JsonNode trustPolicy,
      @Nullable Integer maxSessionDuration,
      @Nullable List<String> policies) {}

  /** A service account. */
  record Account(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String role,
      @Nullable List<String> policies,
      Map<String, String> annotations) {
    Account {
      annotations = annotations == null ? Map.of() : annotations;
    }
  }

  /** An EKS Pod Identity association. */
  record Association(
      @Nullable String namespace,
      @Nullable String serviceAccount,
      @Nullable String role,
      @Nullable List<String> policies,
      @Nullable String targetRole,
      @Nullable Boolean disableSessionTags,
      @Nullable JsonNode policy) {}

  /** An issuer outside the lab. */
  record Issuer(@Nullable String url, List<String> clientIds, @Nullable JsonNode keys) {
    Issuer {
      clientIds = orNone(clientIds);
    }
  }
}
