package dev.irsa.testkit.internal;

import java.util.regex.Pattern;

/** The forms of the names of Kubernetes objects. */
public final class DnsName {

  private static final String ALPHANUMERIC = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  /** A DNS label, as names of namespaces and containers are. */
  public static final Pattern LABEL = Pattern.compile("(?=.{1,63}$)" + ALPHANUMERIC);

  /** A DNS subdomain, as names of pods and service accounts are. */
  public static final Pattern SUBDOMAIN =
      Pattern.compile("(?=.{1,253}$)" + ALPHANUMERIC + "(\\." + ALPHANUMERIC + ")*");

  private DnsName() {}
}
