package io.matapalo.testkit.rules.planted.left;

import io.matapalo.testkit.rules.planted.right.Right;

/** Half of a cycle, neither final nor with a private field. */
public class Left {
  Right right = new Right();
}
