package io.matapalo.proxy.exchange;

/**
 * What has to be undone when a request ends: the step under way, the permit, whatever else it
 * holds. Confined to the I/O thread of its connection.
 */
public final class Undoing {

  private Runnable undoStep = Undoing::nothing;
  private Runnable givePermitBack = Undoing::nothing;
  private Runnable last = Undoing::nothing;

  /** What has to be undone if the request ends before the step does. */
  public void step(Runnable undo) {
    this.undoStep = undo;
  }

  /** Undoes what the present step began. */
  public void leaveStep() {
    Runnable undo = undoStep;
    undoStep = Undoing::nothing;
    undo.run();
  }

  /** A permit to be given back at the end, however it comes. */
  public void permit(Runnable giveBack) {
    this.givePermitBack = giveBack;
  }

  /** Something more to be given back with the permit. */
  public void withPermit(Runnable giveBack) {
    Runnable before = givePermitBack;
    this.givePermitBack =
        () -> {
          giveBack.run();
          before.run();
        };
  }

  /** Gives the permit back before the end, to take another. */
  public void givePermitBack() {
    Runnable giveBack = givePermitBack;
    givePermitBack = Undoing::nothing;
    giveBack.run();
  }

  /** To be done at the very end, however it comes. */
  public void atEnd(Runnable task) {
    this.last = task;
  }

  void all() {
    leaveStep();
    givePermitBack();
    last.run();
  }

  private static void nothing() {}
}
