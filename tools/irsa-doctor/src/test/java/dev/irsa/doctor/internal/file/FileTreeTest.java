package dev.irsa.doctor.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir private Path root;

  private FileTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FileTree(root);
    Files.createDirectories(root.resolve("data/2026"));
    Files.writeString(root.resolve("data/2026/token"), "t");
  }

  @Test
  void absoluteLinksStayBelowTheRoot() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("/data/2026"));

    ResolvedPath resolved = tree.follow("/link/token");

    assertEquals(ResolvedPath.End.FILE, resolved.end());
    assertEquals(root.resolve("data/2026/token"), resolved.place());
    assertEquals(List.of(new ResolvedPath.Link("/link", "/data/2026")), resolved.links());
  }

  @Test
  void aFileIsReadableByOwnerGroupOrOthers() {
    ProcessIds process = new ProcessIds(1000, 2000, Set.of(3000));

    assertTrue(new FileAccess(0400, 1000, 1).isReadableBy(process));
    assertFalse(new FileAccess(0044, 1000, 2000).isReadableBy(process));
    assertTrue(new FileAccess(0040, 1, 2000).isReadableBy(process));
    assertTrue(new FileAccess(0040, 1, 3000).isReadableBy(process));
    assertFalse(new FileAccess(0404, 1, 3000).isReadableBy(process));
    assertTrue(new FileAccess(0004, 1, 1).isReadableBy(process));
    assertFalse(new FileAccess(0660, 1, 1).isReadableBy(process));
    assertTrue(new FileAccess(0000, 1, 1).isReadableBy(new ProcessIds(0, 0, Set.of())));
    assertEquals("mode 0640, uid 1, gid 2", new FileAccess(0640, 1, 2).toString());
  }

  @Test
  void idsAreTheEffectiveOnes() throws IOException {
    assertNull(ProcessIds.of(tree));
    Path status = Files.createDirectories(root.resolve("proc/self")).resolve("status");
    Files.writeString(status, "Name:\tjava\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nGroups:\t10 11 \n");

    assertEquals(new ProcessIds(2, 6, Set.of(10, 11)), ProcessIds.of(tree));

    // Such as OpenShift chooses.
    Files.writeString(
        status, "Uid:\t1\t1000650000\t3\t4\nGid:\t5\t0\t7\t8\nGroups:\t1000650000 4294967294\n");
    assertEquals(new ProcessIds(1_000_650_000, 0, Set.of(1_000_650_000, -2)), ProcessIds.of(tree));
  }

  @Test
  void theRootOfAnotherProcessHasItsOwnProcFiles() {
    Path other = Path.of("/proc/" + ProcessHandle.current().pid() + "/root");
    List<String> status = new FileTree(other).procFile("status");

    assertEquals(
        1, status.stream().filter(line -> line.startsWith("Uid:")).count(), status::toString);
    assertEquals(ProcessIds.of(new FileTree(Path.of("/"))), ProcessIds.of(new FileTree(other)));
  }
}
