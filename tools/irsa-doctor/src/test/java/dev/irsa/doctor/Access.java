package dev.irsa.doctor;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.policy.AccessKey.Principal;
import dev.irsa.policy.Role;
import dev.irsa.policy.SessionTags;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.policy.TrustPolicy.CallerContext;
import dev.irsa.policy.TrustPolicy.PodIdentityContext;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of others for the roles of a {@link PodWorld} that their trust policies allow: no
 * fix may add one, or take one away. Requests of others are those that differ from the pod's own
 * request in service account, audience, caller, external id, tags or cluster.
 */
final class Access {
  private static final String OTHER_CLUSTER = "arn:aws:eks:us-east-1:111122223333:cluster/other";
  private static final List<String> ACCOUNTS =
      List.of("shop:cart", "shop:checkout", "shop:cart2", "ops:admin", "default:cart");
  private static final Map<String, String> TEAM = Map.of("team", "red");

  private final PodWorld world;
  private final List<String> allowed = new ArrayList<>();
  private final Set<String> ofPod = new HashSet<>();

  private Access(PodWorld world) {
    this.world = world;
  }

  /** Returns what is allowed now. */
  static Access of(PodWorld world) {
    Access access = new Access(world);
    Stream.of(world.roleArn, "arn:aws:iam::111122223333:role/next")
        .flatMap(arn -> world.lab.iam().role(arn).stream())
        .forEach(access::add);
    return access;
  }

  /** Returns what was allowed to others, and is not any more, or the other way round. */
  List<String> changesSince(Access before) {
    List<String> changes = new ArrayList<>(allowed);
    changes.removeAll(before.allowed);
    List<String> lost = new ArrayList<>(before.allowed);
    lost.removeAll(allowed);
    changes.addAll(lost);
    changes.removeAll(ofPod);
    changes.removeAll(before.ofPod);
    return changes;
  }

  private void add(Role role) {
    TrustPolicy policy = role.trustPolicy();
    URI issuer = world.lab.issuer().issuer();
    String provider = world.lab.iam().providerArn(issuer);
    for (String account : ACCOUNTS) {
      for (String audience : List.of("sts.amazonaws.com", "vault", "vault.example.com")) {
        String subject = "system:serviceaccount:" + account;
        add(
            role,
            account.equals("shop:cart") && world.audience.contains(audience),
            "token of " + account + " for " + audience,
            policy.evaluate(WebIdentityContext.of(provider, issuer, subject, audience)).allowed());
      }
    }
    Map<String, String> ofPod = tags(world.cluster(), "shop", "cart");
    Role own = world.roleOfBefore();
    for (Role caller : List.of(own, other())) {
      for (String id : new String[] {null, "cart-77", "wrong-1", "<external id>"}) {
        for (Map<String, String> tags : List.of(Map.<String, String>of(), TEAM, ofPod)) {
          boolean isOfPod =
              caller.equals(own)
                  && Objects.equals(id, world.externalId)
                  && (tags.isEmpty() || (world.kind == Kind.POD_IDENTITY && tags.equals(ofPod)));
          add(
              role,
              isOfPod,
              caller.name() + " with " + id + tags,
              isAllowed(role, caller, id, tags));
        }
      }
    }
    for (String cluster : List.of(world.cluster(), OTHER_CLUSTER)) {
      for (Map<String, String> tags :
          List.of(
              Map.<String, String>of(),
              tags(cluster, "shop", "cart"),
              tags(cluster, "ops", "admin"))) {
        add(
            role,
            tags.equals(ofPod),
            "pod of " + cluster + tags,
            policy
                .evaluate(new PodIdentityContext(cluster, "111122223333", "eks-session", tags))
                .allowed());
      }
    }
  }

  private static boolean isAllowed(
      Role role, Role caller, @Nullable String externalId, Map<String, String> tags) {
    return role.trustPolicy()
        .denied(
            new CallerContext(
                Principal.session(caller, "session"),
                "session",
                externalId,
                SessionTags.NONE,
                SessionTags.transitive(tags),
                "us-east-1"))
        .isEmpty();
  }

  private static Map<String, String> tags(String cluster, String namespace, String account) {
    Map<String, String> tags = new HashMap<>();
    tags.put("eks-cluster-arn", cluster);
    tags.put("kubernetes-namespace", namespace);
    tags.put("kubernetes-service-account", account);
    return tags;
  }

  private Role other() {
    Role own = world.roleOfBefore();
    return new Role(
        "arn:aws:iam::111122223333:role/ops",
        "AROAOTHER",
        own.trustPolicy(),
        own.maxSessionDuration(),
        List.of());
  }

  private void add(Role role, boolean isOfPod, String request, boolean isAllowed) {
    String whole = request + " for " + role.name();
    if (isAllowed) {
      allowed.add(whole);
    }
    if (isOfPod) {
      ofPod.add(whole);
    }
  }
}
