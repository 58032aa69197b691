package io.matapalo.proxy.takeover;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Tells the kernel which of two sockets at one port gets new connections. Without that it shares
 * them out by a hash, and the connections that wait at the elder socket are reset when it closes.
 * See socket(7), {@code SO_ATTACH_REUSEPORT_CBPF}. Stateless.
 */
final class PortSteering {

  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

  /** The instruction that returns a constant ({@code BPF_RET | BPF_K}). */
  private static final short RETURN = 0x06;

  /**
   * Sockets of a group count from 0 in the order in which they began to listen. Once the elder one
   * is closed, the number is none, and the kernel takes the one that is left.
   */
  private static final int SECOND = 1;

  private PortSteering() {}

  /** Sends all further connections to the second socket of the group of this descriptor. */
  // The manifest of the jar enables native access.
  @SuppressWarnings("restricted")
  static void toTheLatest(int descriptor) throws IOException {
    Linker linker = Linker.nativeLinker();
    MethodHandle setOption =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      // struct sock_filter {u16 code; u8 jt; u8 jf; u32 k;}
      MemorySegment instruction = arena.allocate(JAVA_LONG);
      instruction.set(JAVA_SHORT, 0, RETURN);
      instruction.set(JAVA_INT, Integer.BYTES, SECOND);
      // struct sock_fprog {u16 len; struct sock_filter *filter;}
      MemorySegment program = arena.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
      program.set(JAVA_SHORT, 0, (short) 1);
      program.set(ADDRESS, ADDRESS.byteSize(), instruction);
      int result =
          (int)
              setOption.invokeExact(
                  descriptor,
                  SOL_SOCKET,
                  SO_ATTACH_REUSEPORT_CBPF,
                  program,
                  (int) program.byteSize());
      if (result != 0) {
        throw new IOException("the kernel does not take the program that chooses a socket");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("setsockopt cannot be called", e);
    }
  }
}
