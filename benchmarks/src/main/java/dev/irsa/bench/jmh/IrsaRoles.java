package dev.irsa.bench.jmh;

import dev.irsa.IrsaCredentials;
import dev.irsa.ManyRoles;
import dev.irsa.credentials.RoleRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Credentials of many roles, each call for another one. Not for several threads. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class IrsaRoles {

  /** The number of roles. */
  @Param({"100", "10000"})
  public int roles = 100;

  private ManyRoles many = new ManyRoles(1);
  private List<RoleRequest> requests = List.of();
  private List<IrsaCredentials> views = List.of();
  private int next;

  /** Gets the credentials of each role. */
  @Setup
  public void fetch() {
    many.close();
    many = new ManyRoles(roles);
    requests = many.requests();
    views = requests.stream().map(many.handle()::forRole).toList();
  }

  private int next() {
    next = next + 1 < roles ? next + 1 : 0;
    return next;
  }

  /** Gets credentials with a request, as a service does that serves many tenants. */
  @Benchmark
  public Object byRequest() {
    return many.handle().forRole(requests.get(next())).credentials();
  }

  /** Gets credentials from a view that the application kept. */
  @Benchmark
  public Object byView() {
    return views.get(next()).credentials();
  }

  /** Closes the handle. */
  @TearDown
  public void close() {
    many.close();
  }
}
