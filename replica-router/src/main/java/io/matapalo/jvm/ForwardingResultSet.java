package io.matapalo.jvm;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result that hands all on to another. Written out because reflection would cost on each column.
 * Confined to one thread, as results are.
 */
public abstract class ForwardingResultSet implements ResultSet {

  private final ResultSet rows;

  public ForwardingResultSet(ResultSet rows) {
    this.rows = rows;
  }

  /** The result that all is handed on to. */
  protected final ResultSet rows() {
    return rows;
  }

  @Override
  public boolean next() throws SQLException {
    return rows.next();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(rows) ? type.cast(rows) : rows.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(rows) || rows.isWrapperFor(type);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    return rows.absolute(row);
  }

  @Override
  public void afterLast() throws SQLException {
    rows.afterLast();
  }

  @Override
  public void beforeFirst() throws SQLException {
    rows.beforeFirst();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    rows.cancelRowUpdates();
  }

  @Override
  public void clearWarnings() throws SQLException {
    rows.clearWarnings();
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }

  @Override
  public void deleteRow() throws SQLException {
    rows.deleteRow();
  }

  @Override
  public int findColumn(String columnLabel) throws SQLException {
    return rows.findColumn(columnLabel);
  }

  @Override
  public boolean first() throws SQLException {
    return rows.first();
  }

  @Override
  public @Nullable Array getArray(String columnLabel) throws SQLException {
    return rows.getArray(columnLabel);
  }

  @Override
  public @Nullable Array getArray(int columnIndex) throws SQLException {
    return rows.getArray(columnIndex);
  }

  @Override
  public @Nullable InputStream getAsciiStream(String columnLabel) throws SQLException {
    return rows.getAsciiStream(columnLabel);
  }

  @Override
  public @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
    return rows.getAsciiStream(columnIndex);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(String columnLabel) throws SQLException {
    return rows.getBigDecimal(columnLabel);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
    return rows.getBigDecimal(columnIndex);
  }

  @Override
  @Deprecated
  // JDBC still has it.
  @SuppressWarnings("InlineMeSuggester")
  public @Nullable BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
    return rows.getBigDecimal(columnLabel, scale);
  }

  @Override
  @Deprecated
  // JDBC still has it.
  @SuppressWarnings("InlineMeSuggester")
  public @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
    return rows.getBigDecimal(columnIndex, scale);
  }

  @Override
  public @Nullable InputStream getBinaryStream(String columnLabel) throws SQLException {
    return rows.getBinaryStream(columnLabel);
  }

  @Override
  public @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
    return rows.getBinaryStream(columnIndex);
  }

  @Override
  public @Nullable Blob getBlob(String columnLabel) throws SQLException {
    return rows.getBlob(columnLabel);
  }

  @Override
  public @Nullable Blob getBlob(int columnIndex) throws SQLException {
    return rows.getBlob(columnIndex);
  }

  @Override
  public boolean getBoolean(String columnLabel) throws SQLException {
    return rows.getBoolean(columnLabel);
  }

  @Override
  public boolean getBoolean(int columnIndex) throws SQLException {
    return rows.getBoolean(columnIndex);
  }

  @Override
  public byte getByte(String columnLabel) throws SQLException {
    return rows.getByte(columnLabel);
  }

  @Override
  public byte getByte(int columnIndex) throws SQLException {
    return rows.getByte(columnIndex);
  }

  @Override
  public byte @Nullable [] getBytes(String columnLabel) throws SQLException {
    return rows.getBytes(columnLabel);
  }

  @Override
  public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
    return rows.getBytes(columnIndex);
  }

  @Override
  public @Nullable Reader getCharacterStream(String columnLabel) throws SQLException {
    return rows.getCharacterStream(columnLabel);
  }

  @Override
  public @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
    return rows.getCharacterStream(columnIndex);
  }

  @Override
  public @Nullable Clob getClob(String columnLabel) throws SQLException {
    return rows.getClob(columnLabel);
  }

  @Override
  public @Nullable Clob getClob(int columnIndex) throws SQLException {
    return rows.getClob(columnIndex);
  }

  @Override
  public int getConcurrency() throws SQLException {
    return rows.getConcurrency();
  }

  @Override
  public @Nullable String getCursorName() throws SQLException {
    return rows.getCursorName();
  }

  @Override
  public @Nullable Date getDate(String columnLabel) throws SQLException {
    return rows.getDate(columnLabel);
  }

  @Override
  public @Nullable Date getDate(int columnIndex) throws SQLException {
    return rows.getDate(columnIndex);
  }

  @Override
  public @Nullable Date getDate(String columnLabel, Calendar calendar) throws SQLException {
    return rows.getDate(columnLabel, calendar);
  }

  @Override
  public @Nullable Date getDate(int columnIndex, Calendar calendar) throws SQLException {
    return rows.getDate(columnIndex, calendar);
  }

  @Override
  public double getDouble(String columnLabel) throws SQLException {
    return rows.getDouble(columnLabel);
  }

  @Override
  public double getDouble(int columnIndex) throws SQLException {
    return rows.getDouble(columnIndex);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return rows.getFetchDirection();
  }

  @Override
  public int getFetchSize() throws SQLException {
    return rows.getFetchSize();
  }

  @Override
  public float getFloat(String columnLabel) throws SQLException {
    return rows.getFloat(columnLabel);
  }

  @Override
  public float getFloat(int columnIndex) throws SQLException {
    return rows.getFloat(columnIndex);
  }

  @Override
  public int getHoldability() throws SQLException {
    return rows.getHoldability();
  }

  @Override
  public int getInt(String columnLabel) throws SQLException {
    return rows.getInt(columnLabel);
  }

  @Override
  public int getInt(int columnIndex) throws SQLException {
    return rows.getInt(columnIndex);
  }

  @Override
  public long getLong(String columnLabel) throws SQLException {
    return rows.getLong(columnLabel);
  }

  @Override
  public long getLong(int columnIndex) throws SQLException {
    return rows.getLong(columnIndex);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return rows.getMetaData();
  }

  @Override
  public @Nullable Reader getNCharacterStream(String columnLabel) throws SQLException {
    return rows.getNCharacterStream(columnLabel);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
    return rows.getNCharacterStream(columnIndex);
  }

  @Override
  public @Nullable NClob getNClob(String columnLabel) throws SQLException {
    return rows.getNClob(columnLabel);
  }

  @Override
  public @Nullable NClob getNClob(int columnIndex) throws SQLException {
    return rows.getNClob(columnIndex);
  }

  @Override
  public @Nullable String getNString(String columnLabel) throws SQLException {
    return rows.getNString(columnLabel);
  }

  @Override
  public @Nullable String getNString(int columnIndex) throws SQLException {
    return rows.getNString(columnIndex);
  }

  @Override
  public @Nullable Object getObject(String columnLabel) throws SQLException {
    return rows.getObject(columnLabel);
  }

  @Override
  public @Nullable Object getObject(int columnIndex) throws SQLException {
    return rows.getObject(columnIndex);
  }

  @Override
  public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
    return rows.getObject(columnLabel, type);
  }

  @Override
  public @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map)
      throws SQLException {
    return rows.getObject(columnLabel, map);
  }

  @Override
  public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
    return rows.getObject(columnIndex, type);
  }

  @Override
  public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map)
      throws SQLException {
    return rows.getObject(columnIndex, map);
  }

  @Override
  public @Nullable Ref getRef(String columnLabel) throws SQLException {
    return rows.getRef(columnLabel);
  }

  @Override
  public @Nullable Ref getRef(int columnIndex) throws SQLException {
    return rows.getRef(columnIndex);
  }

  @Override
  public int getRow() throws SQLException {
    return rows.getRow();
  }

  @Override
  public @Nullable RowId getRowId(String columnLabel) throws SQLException {
    return rows.getRowId(columnLabel);
  }

  @Override
  public @Nullable RowId getRowId(int columnIndex) throws SQLException {
    return rows.getRowId(columnIndex);
  }

  @Override
  public @Nullable SQLXML getSQLXML(String columnLabel) throws SQLException {
    return rows.getSQLXML(columnLabel);
  }

  @Override
  public @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException {
    return rows.getSQLXML(columnIndex);
  }

  @Override
  public short getShort(String columnLabel) throws SQLException {
    return rows.getShort(columnLabel);
  }

  @Override
  public short getShort(int columnIndex) throws SQLException {
    return rows.getShort(columnIndex);
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    return rows.getStatement();
  }

  @Override
  public @Nullable String getString(String columnLabel) throws SQLException {
    return rows.getString(columnLabel);
  }

  @Override
  public @Nullable String getString(int columnIndex) throws SQLException {
    return rows.getString(columnIndex);
  }

  @Override
  public @Nullable Time getTime(String columnLabel) throws SQLException {
    return rows.getTime(columnLabel);
  }

  @Override
  public @Nullable Time getTime(int columnIndex) throws SQLException {
    return rows.getTime(columnIndex);
  }

  @Override
  public @Nullable Time getTime(String columnLabel, Calendar calendar) throws SQLException {
    return rows.getTime(columnLabel, calendar);
  }

  @Override
  public @Nullable Time getTime(int columnIndex, Calendar calendar) throws SQLException {
    return rows.getTime(columnIndex, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String columnLabel) throws SQLException {
    return rows.getTimestamp(columnLabel);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
    return rows.getTimestamp(columnIndex);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String columnLabel, Calendar calendar)
      throws SQLException {
    return rows.getTimestamp(columnLabel, calendar);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int columnIndex, Calendar calendar) throws SQLException {
    return rows.getTimestamp(columnIndex, calendar);
  }

  @Override
  public int getType() throws SQLException {
    return rows.getType();
  }

  @Override
  public @Nullable URL getURL(String columnLabel) throws SQLException {
    return rows.getURL(columnLabel);
  }

  @Override
  public @Nullable URL getURL(int columnIndex) throws SQLException {
    return rows.getURL(columnIndex);
  }

  @Override
  @Deprecated
  // JDBC still has it.
  @SuppressWarnings("InlineMeSuggester")
  public @Nullable InputStream getUnicodeStream(String columnLabel) throws SQLException {
    return rows.getUnicodeStream(columnLabel);
  }

  @Override
  @Deprecated
  // JDBC still has it.
  @SuppressWarnings("InlineMeSuggester")
  public @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
    return rows.getUnicodeStream(columnIndex);
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    return rows.getWarnings();
  }

  @Override
  public void insertRow() throws SQLException {
    rows.insertRow();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return rows.isAfterLast();
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return rows.isBeforeFirst();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return rows.isClosed();
  }

  @Override
  public boolean isFirst() throws SQLException {
    return rows.isFirst();
  }

  @Override
  public boolean isLast() throws SQLException {
    return rows.isLast();
  }

  @Override
  public boolean last() throws SQLException {
    return rows.last();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    rows.moveToCurrentRow();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    rows.moveToInsertRow();
  }

  @Override
  public boolean previous() throws SQLException {
    return rows.previous();
  }

  @Override
  public void refreshRow() throws SQLException {
    rows.refreshRow();
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    return this.rows.relative(rows);
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    return rows.rowDeleted();
  }

  @Override
  public boolean rowInserted() throws SQLException {
    return rows.rowInserted();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    return rows.rowUpdated();
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    rows.setFetchDirection(direction);
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    this.rows.setFetchSize(rows);
  }

  @Override
  public void updateArray(String columnLabel, @Nullable Array x) throws SQLException {
    rows.updateArray(columnLabel, x);
  }

  @Override
  public void updateArray(int columnIndex, @Nullable Array x) throws SQLException {
    rows.updateArray(columnIndex, x);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream x) throws SQLException {
    rows.updateAsciiStream(columnLabel, x);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream x) throws SQLException {
    rows.updateAsciiStream(columnIndex, x);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream x, int length)
      throws SQLException {
    rows.updateAsciiStream(columnLabel, x, length);
  }

  @Override
  public void updateAsciiStream(String columnLabel, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateAsciiStream(columnLabel, x, length);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream x, int length)
      throws SQLException {
    rows.updateAsciiStream(columnIndex, x, length);
  }

  @Override
  public void updateAsciiStream(int columnIndex, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateAsciiStream(columnIndex, x, length);
  }

  @Override
  public void updateBigDecimal(String columnLabel, @Nullable BigDecimal x) throws SQLException {
    rows.updateBigDecimal(columnLabel, x);
  }

  @Override
  public void updateBigDecimal(int columnIndex, @Nullable BigDecimal x) throws SQLException {
    rows.updateBigDecimal(columnIndex, x);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream x) throws SQLException {
    rows.updateBinaryStream(columnLabel, x);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream x) throws SQLException {
    rows.updateBinaryStream(columnIndex, x);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream x, int length)
      throws SQLException {
    rows.updateBinaryStream(columnLabel, x, length);
  }

  @Override
  public void updateBinaryStream(String columnLabel, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateBinaryStream(columnLabel, x, length);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream x, int length)
      throws SQLException {
    rows.updateBinaryStream(columnIndex, x, length);
  }

  @Override
  public void updateBinaryStream(int columnIndex, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateBinaryStream(columnIndex, x, length);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable Blob x) throws SQLException {
    rows.updateBlob(columnLabel, x);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable InputStream x) throws SQLException {
    rows.updateBlob(columnLabel, x);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable Blob x) throws SQLException {
    rows.updateBlob(columnIndex, x);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable InputStream x) throws SQLException {
    rows.updateBlob(columnIndex, x);
  }

  @Override
  public void updateBlob(String columnLabel, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateBlob(columnLabel, x, length);
  }

  @Override
  public void updateBlob(int columnIndex, @Nullable InputStream x, long length)
      throws SQLException {
    rows.updateBlob(columnIndex, x, length);
  }

  @Override
  public void updateBoolean(String columnLabel, boolean x) throws SQLException {
    rows.updateBoolean(columnLabel, x);
  }

  @Override
  public void updateBoolean(int columnIndex, boolean x) throws SQLException {
    rows.updateBoolean(columnIndex, x);
  }

  @Override
  public void updateByte(String columnLabel, byte x) throws SQLException {
    rows.updateByte(columnLabel, x);
  }

  @Override
  public void updateByte(int columnIndex, byte x) throws SQLException {
    rows.updateByte(columnIndex, x);
  }

  @Override
  public void updateBytes(String columnLabel, byte @Nullable [] x) throws SQLException {
    rows.updateBytes(columnLabel, x);
  }

  @Override
  public void updateBytes(int columnIndex, byte @Nullable [] x) throws SQLException {
    rows.updateBytes(columnIndex, x);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader x) throws SQLException {
    rows.updateCharacterStream(columnLabel, x);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader x) throws SQLException {
    rows.updateCharacterStream(columnIndex, x);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader x, int length)
      throws SQLException {
    rows.updateCharacterStream(columnLabel, x, length);
  }

  @Override
  public void updateCharacterStream(String columnLabel, @Nullable Reader x, long length)
      throws SQLException {
    rows.updateCharacterStream(columnLabel, x, length);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader x, int length)
      throws SQLException {
    rows.updateCharacterStream(columnIndex, x, length);
  }

  @Override
  public void updateCharacterStream(int columnIndex, @Nullable Reader x, long length)
      throws SQLException {
    rows.updateCharacterStream(columnIndex, x, length);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Clob x) throws SQLException {
    rows.updateClob(columnLabel, x);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Reader x) throws SQLException {
    rows.updateClob(columnLabel, x);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Clob x) throws SQLException {
    rows.updateClob(columnIndex, x);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Reader x) throws SQLException {
    rows.updateClob(columnIndex, x);
  }

  @Override
  public void updateClob(String columnLabel, @Nullable Reader x, long length) throws SQLException {
    rows.updateClob(columnLabel, x, length);
  }

  @Override
  public void updateClob(int columnIndex, @Nullable Reader x, long length) throws SQLException {
    rows.updateClob(columnIndex, x, length);
  }

  @Override
  public void updateDate(String columnLabel, @Nullable Date x) throws SQLException {
    rows.updateDate(columnLabel, x);
  }

  @Override
  public void updateDate(int columnIndex, @Nullable Date x) throws SQLException {
    rows.updateDate(columnIndex, x);
  }

  @Override
  public void updateDouble(String columnLabel, double x) throws SQLException {
    rows.updateDouble(columnLabel, x);
  }

  @Override
  public void updateDouble(int columnIndex, double x) throws SQLException {
    rows.updateDouble(columnIndex, x);
  }

  @Override
  public void updateFloat(String columnLabel, float x) throws SQLException {
    rows.updateFloat(columnLabel, x);
  }

  @Override
  public void updateFloat(int columnIndex, float x) throws SQLException {
    rows.updateFloat(columnIndex, x);
  }

  @Override
  public void updateInt(String columnLabel, int x) throws SQLException {
    rows.updateInt(columnLabel, x);
  }

  @Override
  public void updateInt(int columnIndex, int x) throws SQLException {
    rows.updateInt(columnIndex, x);
  }

  @Override
  public void updateLong(String columnLabel, long length) throws SQLException {
    rows.updateLong(columnLabel, length);
  }

  @Override
  public void updateLong(int columnIndex, long length) throws SQLException {
    rows.updateLong(columnIndex, length);
  }

  @Override
  public void updateNCharacterStream(String columnLabel, @Nullable Reader x) throws SQLException {
    rows.updateNCharacterStream(columnLabel, x);
  }

  @Override
  public void updateNCharacterStream(int columnIndex, @Nullable Reader x) throws SQLException {
    rows.updateNCharacterStream(columnIndex, x);
  }

  @Override
  public void updateNCharacterStream(String columnLabel, @Nullable Reader x, long length)
      throws SQLException {
    rows.updateNCharacterStream(columnLabel, x, length);
  }

  @Override
  public void updateNCharacterStream(int columnIndex, @Nullable Reader x, long length)
      throws SQLException {
    rows.updateNCharacterStream(columnIndex, x, length);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable NClob x) throws SQLException {
    rows.updateNClob(columnLabel, x);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable Reader x) throws SQLException {
    rows.updateNClob(columnLabel, x);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable NClob x) throws SQLException {
    rows.updateNClob(columnIndex, x);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable Reader x) throws SQLException {
    rows.updateNClob(columnIndex, x);
  }

  @Override
  public void updateNClob(String columnLabel, @Nullable Reader x, long length) throws SQLException {
    rows.updateNClob(columnLabel, x, length);
  }

  @Override
  public void updateNClob(int columnIndex, @Nullable Reader x, long length) throws SQLException {
    rows.updateNClob(columnIndex, x, length);
  }

  @Override
  public void updateNString(String columnLabel, @Nullable String x) throws SQLException {
    rows.updateNString(columnLabel, x);
  }

  @Override
  public void updateNString(int columnIndex, @Nullable String x) throws SQLException {
    rows.updateNString(columnIndex, x);
  }

  @Override
  public void updateNull(String columnLabel) throws SQLException {
    rows.updateNull(columnLabel);
  }

  @Override
  public void updateNull(int columnIndex) throws SQLException {
    rows.updateNull(columnIndex);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object x) throws SQLException {
    rows.updateObject(columnLabel, x);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object x) throws SQLException {
    rows.updateObject(columnIndex, x);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object x, SQLType targetType)
      throws SQLException {
    rows.updateObject(columnLabel, x, targetType);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object x, int scale) throws SQLException {
    rows.updateObject(columnLabel, x, scale);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object x, SQLType targetType)
      throws SQLException {
    rows.updateObject(columnIndex, x, targetType);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object x, int scale) throws SQLException {
    rows.updateObject(columnIndex, x, scale);
  }

  @Override
  public void updateObject(String columnLabel, @Nullable Object x, SQLType targetType, int scale)
      throws SQLException {
    rows.updateObject(columnLabel, x, targetType, scale);
  }

  @Override
  public void updateObject(int columnIndex, @Nullable Object x, SQLType targetType, int scale)
      throws SQLException {
    rows.updateObject(columnIndex, x, targetType, scale);
  }

  @Override
  public void updateRef(String columnLabel, @Nullable Ref x) throws SQLException {
    rows.updateRef(columnLabel, x);
  }

  @Override
  public void updateRef(int columnIndex, @Nullable Ref x) throws SQLException {
    rows.updateRef(columnIndex, x);
  }

  @Override
  public void updateRow() throws SQLException {
    rows.updateRow();
  }

  @Override
  public void updateRowId(String columnLabel, @Nullable RowId x) throws SQLException {
    rows.updateRowId(columnLabel, x);
  }

  @Override
  public void updateRowId(int columnIndex, @Nullable RowId x) throws SQLException {
    rows.updateRowId(columnIndex, x);
  }

  @Override
  public void updateSQLXML(String columnLabel, @Nullable SQLXML x) throws SQLException {
    rows.updateSQLXML(columnLabel, x);
  }

  @Override
  public void updateSQLXML(int columnIndex, @Nullable SQLXML x) throws SQLException {
    rows.updateSQLXML(columnIndex, x);
  }

  @Override
  public void updateShort(String columnLabel, short x) throws SQLException {
    rows.updateShort(columnLabel, x);
  }

  @Override
  public void updateShort(int columnIndex, short x) throws SQLException {
    rows.updateShort(columnIndex, x);
  }

  @Override
  public void updateString(String columnLabel, @Nullable String x) throws SQLException {
    rows.updateString(columnLabel, x);
  }

  @Override
  public void updateString(int columnIndex, @Nullable String x) throws SQLException {
    rows.updateString(columnIndex, x);
  }

  @Override
  public void updateTime(String columnLabel, @Nullable Time x) throws SQLException {
    rows.updateTime(columnLabel, x);
  }

  @Override
  public void updateTime(int columnIndex, @Nullable Time x) throws SQLException {
    rows.updateTime(columnIndex, x);
  }

  @Override
  public void updateTimestamp(String columnLabel, @Nullable Timestamp x) throws SQLException {
    rows.updateTimestamp(columnLabel, x);
  }

  @Override
  public void updateTimestamp(int columnIndex, @Nullable Timestamp x) throws SQLException {
    rows.updateTimestamp(columnIndex, x);
  }

  @Override
  public boolean wasNull() throws SQLException {
    return rows.wasNull();
  }
}
