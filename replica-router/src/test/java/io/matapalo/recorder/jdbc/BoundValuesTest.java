package io.matapalo.recorder.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import org.junit.jupiter.api.Test;

final class BoundValuesTest {

  @Test
  void theSameValuesInAnyOrderOfSettingHashTheSame() throws Exception {
    assertThat(BoundValues.hash(List.of(number(1, 5), text(2, "x"))))
        .isEqualTo(BoundValues.hash(List.of(text(2, "x"), number(1, 5))))
        .isNotEqualTo(BoundValues.hash(List.of(number(2, 5), text(1, "x"))))
        .isNotEqualTo(BoundValues.hash(List.of(number(1, 6), text(2, "x"))))
        .isNotEqualTo(BoundValues.hash(List.of(number(1, 5))));
    assertThat(BoundValues.hash(List.of())).isZero();
  }

  @Test
  void readsBytesNumbersAndTimesByContent() throws Exception {
    assertThat(bytes(new byte[] {1, 2})).isEqualTo(bytes(new byte[] {1, 2}));
    assertThat(bytes(new byte[] {1, 2})).isNotEqualTo(bytes(new byte[] {2, 1}));
    assertThat(object(new BigDecimal("1.50"))).isEqualTo(object(new BigDecimal("1.50")));
    assertThat(object(Timestamp.valueOf("2026-01-02 03:04:05")))
        .isEqualTo(object(Timestamp.valueOf("2026-01-02 03:04:05")))
        .isNotEqualTo(object(Timestamp.valueOf("2026-01-02 03:04:06")));
    assertThat(object(5)).isEqualTo(object(5L)).isNotEqualTo(object("5"));
  }

  @Test
  void aStreamEqualsItselfOnly() throws Exception {
    ByteArrayInputStream one = new ByteArrayInputStream(new byte[] {1});
    assertThat(object(one)).isEqualTo(object(one));
    assertThat(one.available()).isEqualTo(1);
    assertThat(object(one)).isNotEqualTo(object(new ByteArrayInputStream(new byte[] {1})));
  }

  @Test
  void nullIsAValueAndItsTypeIsNot() throws Exception {
    long integer = BoundValues.hash(List.of(isNull(1, Types.INTEGER)));
    assertThat(integer)
        .isEqualTo(BoundValues.hash(List.of(isNull(1, Types.VARCHAR))))
        .isNotEqualTo(BoundValues.hash(List.of(isNull(2, Types.INTEGER))))
        .isNotZero();
  }

  @Test
  void outputParametersAreNoValues() throws Exception {
    Method register =
        CallableStatement.class.getMethod("registerOutParameter", int.class, int.class);
    ParameterSetOperation output =
        new ParameterSetOperation(register, new Object[] {2, Types.INTEGER});
    assertThat(BoundValues.hash(List.of(number(1, 5), output)))
        .isEqualTo(BoundValues.hash(List.of(number(1, 5))));
  }

  private static long bytes(byte[] value) throws NoSuchMethodException {
    Method set = PreparedStatement.class.getMethod("setBytes", int.class, byte[].class);
    return BoundValues.hash(List.of(new ParameterSetOperation(set, new Object[] {1, value})));
  }

  private static long object(Object value) throws NoSuchMethodException {
    Method set = PreparedStatement.class.getMethod("setObject", int.class, Object.class);
    return BoundValues.hash(List.of(new ParameterSetOperation(set, new Object[] {1, value})));
  }

  private static ParameterSetOperation number(int index, int value) throws NoSuchMethodException {
    Method set = PreparedStatement.class.getMethod("setInt", int.class, int.class);
    return new ParameterSetOperation(set, new Object[] {index, value});
  }

  private static ParameterSetOperation text(int index, String value) throws NoSuchMethodException {
    Method set = PreparedStatement.class.getMethod("setString", int.class, String.class);
    return new ParameterSetOperation(set, new Object[] {index, value});
  }

  private static ParameterSetOperation isNull(int index, int type) throws NoSuchMethodException {
    Method set = PreparedStatement.class.getMethod("setNull", int.class, int.class);
    return new ParameterSetOperation(set, new Object[] {index, type});
  }
}
