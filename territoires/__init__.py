"""Where things are: communes, départements, and the platforms of régions and départements.

*Commune* is INSEE's commune. *Plateforme* is the site of one collectivité: a perimeter of
départements, a look and its texts, over the one registry that all platforms share. *Lieu* is
where a resident says that he or she lives. This room places addresses; it knows no farm.
"""
