package io.matapalo.proxy.resilience;

/** A waiter made of what it does. */
record ToldWaiter(Runnable onAdmitted, Runnable onDisplaced) implements Admission.Waiter {

  @Override
  public void admitted() {
    onAdmitted.run();
  }

  @Override
  public void displaced() {
    onDisplaced.run();
  }
}
