package dev.irsa.doctor;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.time.Duration;

/** Changes a {@link PodWorld}. */
interface Planting {

  /** The usual request of a token for a service outside of AWS. */
  OutboundTokenRequest TOKEN =
      OutboundTokenRequest.audience("https://api.example.com/v1")
          .withDuration(Duration.ofMinutes(10));

  /** Static keys in the file that SDKs read. */
  Planting KEYS_IN_A_FILE =
      world ->
          world.write(
              "root/.aws/credentials",
              "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = "
                  + world.secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

  /** EKS may not assume the role of the association. */
  Planting EKS_MAY_NOT_ASSUME =
      agent(
          Fault.error(
              "AccessDeniedException",
              400,
              "Unauthorized Exception! EKS does not have permissions to assume the associated role."));

  void plantIn(PodWorld world) throws IOException;

  /** Sets variables, given as names and values. */
  static Planting set(String... variables) {
    return world -> {
      for (int i = 0; i < variables.length; i += 2) {
        world.environment.put(variables[i], variables[i + 1]);
      }
    };
  }

  /** Plants this one, and then another one. */
  default Planting and(Planting other) {
    return world -> {
      plantIn(world);
      other.plantIn(world);
    };
  }

  /** Lets the API server show an annotation of the service account. */
  static Planting annotated(String key, String value) {
    return world ->
        world.startApiServer(
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}".formatted(key, value));
  }

  /** Plants a fault of STS in the exchange of the token. */
  static Planting exchange(Fault fault) {
    return world -> world.lab.sts().faults().on("AssumeRoleWithWebIdentity").always(fault);
  }

  /** Sets the spare endpoint, and lets the role's trust policy allow one region only. */
  static Planting onlyIn(String region) {
    String condition = "\"StringEquals\": {";
    String narrowed = condition + "\"aws:RequestedRegion\": \"%s\", ".formatted(region);
    return set("IRSA_STS_SPARE", PodWorld.SPARE)
        .and(world -> world.editTrustPolicy(condition, narrowed));
  }

  /** Sets the spare endpoint, and plants a fault there in the exchange of the token. */
  static Planting spare(Fault fault) {
    return world -> {
      world.environment.put("IRSA_STS_SPARE", PodWorld.SPARE);
      world.lab.sts(PodWorld.SPARE).faults().on("AssumeRoleWithWebIdentity").always(fault);
    };
  }

  /** Plants a fault of STS in GetCallerIdentity. */
  static Planting caller(Fault fault) {
    return world -> world.lab.sts().faults().on("GetCallerIdentity").always(fault);
  }

  /** Plants a fault of the Pod Identity agent. */
  static Planting agent(Fault fault) {
    return world -> world.lab.agent().faults().on("GetCredentials").always(fault);
  }
}
