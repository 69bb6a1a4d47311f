<?xml version="1.0" encoding="UTF-8"?>
<!-- Picks the icons that pages use out of Lucide's own sprite. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:svg="http://www.w3.org/2000/svg" xmlns="http://www.w3.org/2000/svg" exclude-result-prefixes="svg">
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes" indent="no"/>
  <xsl:strip-space elements="*"/>
  <xsl:param name="icons">
    message-square folder clapperboard file-pen key-round bot fingerprint layout-grid
    check badge-check refresh-cw history cloud-off lock-keyhole unplug circle-dashed hourglass circle-x
    triangle-alert info pen-line git-compare x skip-forward
    package download eraser archive radio-tower undo-2 external-link arrow-left arrow-right log-in copy search
    printer list-filter menu
    house scroll-text toggle-right scale sliders-horizontal bell monitor-smartphone ticket settings-2 life-buoy
    circle-user-round eye languages sun-moon log-out
    users inbox siren list-checks container plug settings shield-check calendar-clock
  </xsl:param>
  <xsl:variable name="wanted" select="concat(' ', normalize-space($icons), ' ')"/>
  <xsl:template match="/">
    <xsl:comment> Lucide, ISC licence, https://lucide.dev/license </xsl:comment>
    <svg><xsl:apply-templates select="//svg:symbol[contains($wanted, concat(' ', @id, ' '))]"/></svg>
  </xsl:template>
  <xsl:template match="svg:symbol">
    <symbol id="{@id}" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><xsl:copy-of select="node()"/></g></symbol>
  </xsl:template>
</xsl:stylesheet>
