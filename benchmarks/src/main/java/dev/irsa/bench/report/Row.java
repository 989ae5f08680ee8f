package dev.irsa.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * A row of the page.
 *
 * @param group the table
 * @param what the measured quantity
 * @param unit the format of the figures
 * @param ours our figure; null if not measured, like the others
 * @param sdk the SDK's figure
 * @param floor the least that is possible
 * @param target the target
 * @param reason why the target is missed where it is
 */
record Row(
    Group group,
    String what,
    Unit unit,
    @Nullable Spread ours,
    @Nullable Spread sdk,
    @Nullable Spread floor,
    Target target,
    String reason) {

  /** The tables of the page. */
  enum Group {
    COLD_START(
        "Cold start",
        "coldstart",
        "CPU of a fresh JVM from its start to its first credentials over HTTPS: user and system"
            + " time of the whole process. SDK: the default provider. Floor: a connection and a"
            + " request by hand."),
    FIRST_CALL(
        "First call of an application",
        "firstcall",
        "CPU that credentials add to a client of S3 up to the response of its first call, and to a"
            + " start of Spring Boot with such a client, compared with the same application with"
            + " static credentials. SDK: the default provider. Floor: an exchange by hand."),
    HOT_PATH(
        "Every request",
        "calls",
        "The call for credentials before each request, warmed up, JDK 17. SDK: the default"
            + " provider of v2; for v1 its provider of web identities. Floor: a volatile read and"
            + " a read of the clock."),
    PER_REQUEST(
        "A handle or a role for each request",
        "calls",
        "What careless code does, and a service for many tenants; another handle stays open. SDK: a"
            + " provider for each request, which calls STS each time; for roles a map of"
            + " providers. Floor: a handle that is kept; a map of references with expirations."),
    OUTAGES(
        "Outages",
        "stall",
        "16 threads with 50 calls a second each, while STS is slow, traffic comes back late, STS is"
            + " down, throttles, or hangs. Sessions live 30 s and the SDKs' windows are scaled. SDK:"
            + " v2's and v1's providers of web identities. Floor: static credentials."),
    REFRESH(
        "One refresh",
        "refresh",
        "Bytes allocated by token file, exchange, response and new session. Ours and the floor, an"
            + " exchange by hand, open a connection each time; the SDK keeps its own alive."),
    FLEET(
        "A fleet",
        "fleet",
        "Of 10,000 pods with sessions of an hour, those whose credentials expire in the worst"
            + " outage of STS, in virtual time. Ours is the real engine; the SDK is modelled by its"
            + " window."),
    AGENT(
        "The agent",
        "coldstart",
        "CPU that `irsa-agent` adds to a process. Floor: an agent that does nothing, with which it"
            + " is compared."),
    SIZE(
        "Size",
        "footprint",
        "Jars that `irsa-sdk-v2` adds to an application of SDK v2. SDK: what `sts` adds, which is"
            + " no longer needed.");

    final String title;
    final String part;
    final String about;

    Group(String title, String part, String about) {
      this.title = title;
      this.part = part;
      this.about = about;
    }
  }

  String markdown() {
    return "| %s |\n"
        .formatted(
            String.join(
                " | ",
                what,
                unit.format(ours),
                unit.format(sdk),
                unit.format(floor),
                target.text(),
                target.result()));
  }
}
